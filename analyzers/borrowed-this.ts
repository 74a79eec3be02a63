/** Function expressions whose `this` is that of the code around them: `function () {}.bind(this)`, `list.forEach(function () {}, this)`, and what compilers make of async methods. */
import type { SyntaxNode } from '../core/parse.js';
import { type Context, parentOf } from './context.js';
import { isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** Helpers that call the function with their first argument as `this`. */
const RUNNERS = new Set(['__awaiter', '__async', '__asyncGenerator', '__generator', '_ts_generator']);
const WITH_THIS_LAST = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'from']);

const isThis = (node: unknown): boolean => isNode(node) && unwrap(node).type === 'ThisExpression';

const calleeName = (call: SyntaxNode): string => {
  const callee = unwrap(call.callee as SyntaxNode);
  return (callee.type === 'MemberExpression' ? keyOf(callee) : nameOf(callee)) ?? '';
};

/** The function expression runs with the `this` of its surroundings. */
export function borrowsThis(context: Context, node: SyntaxNode): boolean {
  if (node.type !== 'FunctionExpression') return false;
  const parent = parentOf(context);
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    const call = parentOf(context, 2);
    return /^(?:bind|call|apply)$/.test(keyOf(parent) ?? '') && call?.type === 'CallExpression' && isThis(nodesOf(call.arguments)[0]);
  }
  if (parent?.type !== 'CallExpression') return false;
  const args = nodesOf(parent.arguments);
  const name = calleeName(parent);
  return (RUNNERS.has(name) && isThis(args[0])) || (WITH_THIS_LAST.has(name) && args.indexOf(node) < args.length - 1 && isThis(args[args.length - 1]));
}
