/** A comparison that waits: the key of each item is asked for once, then the list is sorted by the keys. Only comparisons of one key on both sides. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, replaceRange } from './edits.js';
import { type ListCall, inlineCallback } from './list-call.js';
import { outerRange } from './outer.js';
import { type Ranged, type Source, rangeOf } from './source.js';

interface Comparison {
  first: Ranged;
  second: Ranged;
  /** Between the two keys, and after them: ` - ` and ``, or `.localeCompare(` and `)`. */
  between: string;
  after: string;
}

export function sortEdits(source: Source, call: ListCall): Edited {
  const callback = inlineCallback(call.callback);
  const [a, b] = callback?.params ?? [];
  if (!callback || callback.params.length !== 2 || a?.type !== 'Identifier' || b?.type !== 'Identifier') return refuse(call.callback, 'sort by a function that is not written there, or takes its items apart', 'sort-order');
  const names: [string, string] = [(a as unknown as { name: string }).name, (b as unknown as { name: string }).name];
  const comparison = comparisonOf(callback.body);
  const same = comparison && sameKey(source, comparison, names);
  if (!comparison || !same) return refuse(call.callback, 'a comparison of sort that is more than one key against the same key', 'sort-order');
  if (!madeForIt(call)) return refuse(call.receiver, 'a list that is sorted in place while others may look at it', 'sort-order');
  return { edits: editsOf(source, call, comparison, same) };
}

function comparisonOf(body: Ranged): Comparison | null {
  const node = body as unknown as { type: string; operator?: string; left?: Ranged; right?: Ranged; callee?: { type: string; object: Ranged; property: { name?: string } }; arguments?: Ranged[] };
  if (node.type === 'BinaryExpression' && node.operator === '-' && node.left && node.right) return { first: node.left, second: node.right, between: ' - ', after: '' };
  const [other] = node.arguments ?? [];
  const locale = node.type === 'CallExpression' && node.callee?.type === 'MemberExpression' && node.callee.property.name === 'localeCompare' && node.arguments?.length === 1;
  return locale && other && node.callee ? { first: node.callee.object, second: other, between: '.localeCompare(', after: ')' } : null;
}

/** The parameter that the first key is made of; `forward`: it is the first one. */
interface Key {
  item: string;
  other: string;
  forward: boolean;
}

const word = (name: string): RegExp => new RegExp(`(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])`, 'g');

/** Which parameter the first key is made of, when the second is the same of the other. */
function sameKey(source: Source, { first, second }: Comparison, [a, b]: [string, string]): Key | null {
  const [left, right] = [source.text.slice(...rangeOf(first)), source.text.slice(...rangeOf(second))];
  for (const [item, other] of [[a, b], [b, a]] as const) {
    const fits = word(item).test(left) && !word(other).test(left) && left.replace(word(item), other) === right;
    if (fits) return { item, other, forward: item === a };
  }
  return null;
}

/** From the end of the first key to the end of the call: the second key is asked for no more. */
export function afterFirstKey(path: ASTPath): [number, number] {
  const [callback] = (path.node as unknown as { arguments: unknown[] }).arguments;
  const body = inlineCallback(callback)?.body as unknown as { left?: Ranged; callee?: { object: Ranged } } | undefined;
  const first = body?.left ?? body?.callee?.object;
  return [first?.end ?? 0, rangeOf(path.node)[1]];
}

/** Methods that give a list of their own. */
const FRESH = /^(?:map|filter|slice|concat|flat|flatMap|split|readdirSync|toReversed)$/;

/** Nobody else holds the list: it comes from a call, or is written there. */
function madeForIt(call: ListCall): boolean {
  const property = (call.property as unknown as { name?: string }).name;
  const made = call.receiver as unknown as { type: string; callee?: { type: string; object?: { name?: string }; property?: { name?: string } } };
  const fresh = made.type === 'CallExpression' && made.callee?.type === 'MemberExpression' && (FRESH.test(made.callee.property?.name ?? '') || (made.callee.object?.name === 'Object' && /^(?:keys|values|entries)$/.test(made.callee.property?.name ?? '')) || made.callee.object?.name === 'Array');
  return property === 'toSorted' || made.type === 'ArrayExpression' || fresh;
}

function editsOf(source: Source, call: ListCall, comparison: Comparison, key: Key): TextEdit[] {
  const [listStart, listEnd] = outerRange(source, call.receiver);
  const pair = key.forward ? `[, ${key.item}], [, ${key.other}]` : `[, ${key.other}], [, ${key.item}]`;
  const whole = rangeOf(call.path.node);
  const [keyStart, keyEnd] = outerRange(source, comparison.first);
  return [
    { start: listStart, end: listStart, text: '(await Promise.all(', side: 'open', size: whole[1] - whole[0] - 0.5 },
    replaceRange([listEnd, keyStart], `.map(async (${key.item}) => [${key.item}, `),
    replaceRange([keyEnd, whole[1]], `]${source.typescript ? ' as const' : ''}))).sort((${pair}) => ${key.item}${comparison.between}${key.other}${comparison.after}).map(([item]) => item)`),
  ];
}
