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
