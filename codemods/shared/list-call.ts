/** The parts of a call that hands a callback to a method of a list. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { Collection, ListPackage } from '../../core/repairs.js';
import { type Dissolved, isFunction } from './awaits.js';
import type { Ranged } from './source.js';

export interface ListCall {
  path: ASTPath;
  /** What stands before the dot. */
  receiver: Ranged;
  property: Ranged;
  callback: Ranged;
  arguments: Ranged[];
  context: RepairContext;
}

export interface RepairContext {
  /** Callbacks that become the body of a loop. */
  dissolved: Dissolved;
  /** A turn writes: turns run one after the other. */
  inTurn: boolean;
  /** How many parameters the callback takes, when it is declared elsewhere. */
  parameters: number;
  /** It is a method of one of these, and of no list. */
  collection?: Collection | undefined;
  /** A function of this package takes the list first. */
  handsList?: ListPackage | undefined;
}

interface CallShape {
  type: string;
  callee?: { type: string; object: Ranged; property: Ranged; computed: boolean; expressions?: Ranged[] };
  arguments?: Ranged[];
}

/** The function that a call hands over. */
export const callbackOf = (node: unknown, handsList: boolean): Ranged | undefined => (node as CallShape | undefined)?.arguments?.[handsList ? 1 : 0];

/** `_.method(list, callback, …)`, also by the name of the function alone. */
function handedCall(path: ASTPath, context: RepairContext): ListCall | null {
  const { type, callee, arguments: given = [] } = path.node as unknown as CallShape;
  const [list, callback] = given;
  if (type !== 'CallExpression' || !callee || !list || !callback || list.type === 'SpreadElement' || callback.type === 'SpreadElement') return null;
  const last = callee.type === 'SequenceExpression' ? (callee.expressions?.at(-1) as unknown as typeof callee) : callee;
  return { path, receiver: list, property: last.property ?? (last as unknown as Ranged), callback, arguments: given.slice(1), context };
}

/** The parts of `list.method(callback, …)`; null for other shapes, optional calls among them. */
export function listCall(path: ASTPath, context: RepairContext): ListCall | null {
  if (context.handsList) return handedCall(path, context);
  const node = path.node as unknown as CallShape;
  const { callee } = node;
  const callback = node.arguments?.[0];
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || callee.computed || !callback || callback.type === 'SpreadElement') return null;
  return { path, receiver: callee.object, property: callee.property, callback, arguments: node.arguments ?? [], context };
}

/** A callback that is written where it is handed over. */
export interface InlineCallback {
  type: string;
  params: Ranged[];
  body: Ranged;
  start: number;
  end: number;
}

export const inlineCallback = (node: unknown): InlineCallback | null => (/^(?:Arrow)?FunctionExpression$/.test((node as { type?: string } | null)?.type ?? '') ? (node as InlineCallback) : null);

/** It gives more than nothing. */
export function returnsValue({ body }: InlineCallback): boolean {
  if (body.type !== 'BlockStatement') return true;
  const isOwn = (path: ASTPath): boolean => {
    for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (isFunction(at.node)) return false;
    return true;
  };
  return jscodeshift(body as unknown as jscodeshift.ASTNode).find(jscodeshift.ReturnStatement).some((path) => path.node.argument !== null && isOwn(path as unknown as ASTPath));
}

const LOOPED = /^(?:each|some|every|find|find-index)$/;

/**
 * The callback's body becomes the body of a loop, so the callback itself is gone: always for `forEach`, and for one expression over one named item
 * where turns run one after the other.
 */
export function dissolves(repair: string, inTurn: boolean, callback: InlineCallback | null): boolean {
  if (!callback) return false;
  if (repair === 'for-each' || repair === 'sort') return true;
  if (repair === 'each' && !returnsValue(callback)) return true;
  const [item, second] = callback.params;
  const single = callback.type === 'ArrowFunctionExpression' && callback.body.type !== 'BlockStatement' && item?.type === 'Identifier' && !second;
  return single && (LOOPED.test(repair) || (inTurn && /^(?:map|flat-map|filter)$/.test(repair)));
}
