/** The parts of a call that hands a callback to a method of a list. */
import type { ASTPath } from 'jscodeshift';
import type { Dissolved } from './awaits.js';
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
}

/** The parts of `list.method(callback, …)`; null for other shapes, optional calls among them. */
export function listCall(path: ASTPath, context: RepairContext): ListCall | null {
  const node = path.node as unknown as { type: string; callee?: { type: string; object: Ranged; property: Ranged; computed: boolean }; arguments?: Ranged[] };
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

const LOOPED = /^(?:some|every|find|find-index)$/;

/**
 * The callback's body becomes the body of a loop, so the callback itself is gone: always for `forEach`, and for one expression over one named item
 * where turns run one after the other.
 */
export function dissolves(repair: string, inTurn: boolean, callback: InlineCallback | null): boolean {
  if (!callback) return false;
  if (repair === 'for-each' || repair === 'sort') return true;
  const [item, second] = callback.params;
  const single = callback.type === 'ArrowFunctionExpression' && callback.body.type !== 'BlockStatement' && item?.type === 'Identifier' && !second;
  return single && (LOOPED.test(repair) || (inTurn && /^(?:map|flat-map|filter)$/.test(repair)));
}
