/** Calls in the list of `Promise.all` and its relatives: a wait there comes before the list is made. It says where that would be noticed, and edits nothing. */
import type { ASTPath } from 'jscodeshift';
import { type Ranged, rangeOf } from './source.js';

interface Node {
  type: string;
  [field: string]: unknown;
}

/** The list that the call is part of, and the item of it that the call stands in; null where a function is between them. */
function listAround(path: ASTPath): { list: ASTPath; item: unknown } | null {
  for (let [item, at] = [path, path.parent as ASTPath | null]; at; [item, at] = [at, at.parent as ASTPath | null]) {
    if (at.node.type === 'ArrayExpression') return { list: at, item: item.node };
    if (/Function|Statement$|Declarat|^Program$/.test(at.node.type)) return null;
  }
  return null;
}

/** Which of `Promise.all`, `allSettled`, `any` and `race` is handed the list. */
function takerOf(list: ASTPath): string | null {
  const call = (list.parent as ASTPath | null)?.node as unknown as Node | undefined;
  const callee = call?.type === 'CallExpression' && (call.arguments as unknown[])[0] === list.node ? (call.callee as Node) : null;
  const name = callee?.type === 'MemberExpression' && (callee.object as Node).name === 'Promise' ? (callee.property as Node).name : undefined;
  return typeof name === 'string' && /^(?:all|allSettled|any|race)$/.test(name) ? name : null;
}

/** It is no promise that has begun, or one that is waited for. */
const isSettled = (item: Node | null, isAwaited: (node: Ranged) => boolean): boolean =>
  item === null || /Literal$|^AwaitExpression$|Function|^(?:Object|Template|Unary|Binary)/.test(item.type) || (item.type === 'CallExpression' && isAwaited(item as unknown as Ranged));

interface Known {
  /** The plan waits for the call at this range. */
  isAwaited(range: [number, number]): boolean;
  /** What is called may be a function that gave a promise before. */
  givesPromise(range: [number, number]): boolean;
}

/** Why the call must not be waited for where it stands; null where nobody would notice. */
export function besidePromises(path: ASTPath, { isAwaited, givesPromise }: Known): string | null {
  const found = listAround(path);
  const taker = found && takerOf(found.list);
  if (!found || !taker) return null;
  if (taker !== 'all' && givesPromise(rangeOf(path.node))) return `it may be a function that gave a promise before, in a list for Promise.${taker}, which would not hear of its failure while it is waited for`;
  const items = (found.list.node as unknown as { elements: (Node | null)[] }).elements;
  const before = items.slice(0, items.indexOf(found.item as Node));
  return before.every((item) => isSettled(item, (node) => isAwaited(rangeOf(node)))) ? null : `it stands behind another promise in a list for Promise.${taker}, whose failure nobody would hear of while this is waited for`;
}
