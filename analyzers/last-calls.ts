/** Finds the calls after which their function does nothing more. What stands in a loop, or where an error would be caught, is never the last. */
import type { SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction, isNode, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import type { Range } from '../core/top-level.js';

/** Ranges of calls, in no order that means anything. */
export function lastCallsOf(body: readonly SyntaxNode[]): Range[] {
  const found: Range[] = [];
  const pending = [...body];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isFunction(node) && isNode(node.body)) found.push(...(node.body.type === 'BlockStatement' ? inStatements(nodesOf(node.body.body), true) : inExpression(node.body)));
    pending.push(...childrenOf(node));
  }
  return found;
}

/** Declarations of functions, empty statements, and what only tells a reader something. */
function isSilent(node: SyntaxNode): boolean {
  if (node.type === 'EmptyStatement' || node.type === 'FunctionDeclaration') return true;
  const call = node.type === 'ExpressionStatement' && isNode(node.expression) ? unwrap(node.expression) : null;
  return call?.type === 'CallExpression' && isNode(call.callee) && call.callee.type === 'MemberExpression' && nameOf(call.callee.object) === 'console';
}

/** `return;`, or with a value that is written there. A variable may have changed meanwhile. */
const endsHere = (node: SyntaxNode | undefined): boolean => node?.type === 'ReturnStatement' && (!isNode(node.argument) || node.argument.type === 'Literal');

/** `isEnd`: nothing of the function follows the list. */
function inStatements(list: readonly SyntaxNode[], isEnd: boolean): Range[] {
  const rest = list.filter((node) => !isSilent(node) || node.type === 'ExpressionStatement');
  return rest.flatMap((node, i) => {
    const after = rest.slice(i + 1).filter((other) => !isSilent(other));
    return inStatement(node, after.length === 0 ? isEnd : endsHere(after[0]));
  });
}

function inStatement(node: SyntaxNode, isEnd: boolean): Range[] {
  const part = (child: unknown): Range[] => (isNode(child) ? inStatement(child, isEnd) : []);
  switch (node.type) {
    case 'ExpressionStatement': return isEnd && isNode(node.expression) ? inExpression(node.expression) : [];
    case 'ReturnStatement': return isNode(node.argument) ? inExpression(node.argument) : [];
    case 'BlockStatement': return inStatements(nodesOf(node.body), isEnd);
    case 'IfStatement': return [...part(node.consequent), ...part(node.alternate)];
    case 'LabeledStatement': return [];
    case 'SwitchStatement': return nodesOf(node.cases).flatMap((one, i, all) => inCase(nodesOf(one.consequent), isEnd, i === all.length - 1));
    case 'TryStatement': return !isNode(node.finalizer) && isNode(node.handler) ? part(node.handler.body) : [];
    default: return [];
  }
}

/** A case ends with `break`, or is the last one. */
function inCase(list: readonly SyntaxNode[], isEnd: boolean, isLast: boolean): Range[] {
  const flat = list.length === 1 && list[0]?.type === 'BlockStatement' ? nodesOf(list[0].body) : list;
  const breaks = flat[flat.length - 1]?.type === 'BreakStatement';
  return inStatements(breaks ? flat.slice(0, -1) : flat, isEnd && (breaks || isLast));
}

function inExpression(node: SyntaxNode): Range[] {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'CallExpression':
    case 'NewExpression': return [[inner.start, inner.end]];
    case 'AwaitExpression':
    case 'UnaryExpression': return isNode(inner.argument) ? inExpression(inner.argument) : [];
    case 'LogicalExpression': return isNode(inner.right) ? inExpression(inner.right) : [];
    case 'ConditionalExpression': return [inner.consequent, inner.alternate].flatMap((one) => (isNode(one) ? inExpression(one) : []));
    case 'SequenceExpression': return nodesOf(inner.expressions).slice(-1).flatMap(inExpression);
    default: return [];
  }
}
