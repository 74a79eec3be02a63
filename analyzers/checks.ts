/** What an `if` has made sure of a name: that it is a text or a number, or one of the items of a list. It holds in the branch, or behind a branch that leaves the block. */
import type { SyntaxNode } from '../core/parse.js';
import { isNode, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { type Analyzer, type Context, parentOf } from './context.js';
import { expr } from './expressions.js';
import { leaves } from './guards.js';

/** What is `undefined` is there to be filled. */
const PLAIN = /^(?:string|number|boolean|bigint)$/;
const LISTS = /^(?:Program|BlockStatement|StaticBlock|SwitchCase)$/;

/** `typeof x.y === 'string'`, `LIST.includes(x.y)`: what is checked, and the list. */
interface Check {
  of: SyntaxNode;
  within?: SyntaxNode;
}

/** All that holds where `test` does, or where it does not. */
function checksIn(test: SyntaxNode, holds: boolean): Check[] {
  const node = unwrap(test);
  if (node.type === 'UnaryExpression' && node.operator === '!' && isNode(node.argument)) return checksIn(node.argument, !holds);
  if (node.type === 'LogicalExpression') return node.operator === (holds ? '&&' : '||') ? [node.left, node.right].flatMap((side) => (isNode(side) ? checksIn(side, holds) : [])) : [];
  const check = node.type === 'BinaryExpression' ? ofType(node, holds) : node.type === 'CallExpression' && holds ? ofList(node) : null;
  return check && isPath(check.of) ? [check] : [];
}

function ofType(node: SyntaxNode, holds: boolean): Check | null {
  const [left, right] = [node.left, node.right].map((side) => (isNode(side) ? unwrap(side) : null));
  if (left?.type !== 'UnaryExpression' || left.operator !== 'typeof' || !isNode(left.argument) || right?.type !== 'Literal') return null;
  return PLAIN.test(String(right.value)) && /^[!=]==?$/.test(String(node.operator)) && String(node.operator).startsWith('=') === holds ? { of: unwrap(left.argument) } : null;
}

function ofList(node: SyntaxNode): Check | null {
  const callee = isNode(node.callee) ? unwrap(node.callee) : null;
  const [first, ...others] = nodesOf(node.arguments);
  if (callee?.type !== 'MemberExpression' || callee.computed === true || nameOf(callee.property) !== 'includes' || !first || others.length > 0 || !isNode(callee.object)) return null;
  const list = unwrap(callee.object);
  return list.type === 'ArrayExpression' || list.type === 'Identifier' ? { of: unwrap(first), within: list } : null;
}

/** `x`, `x.y.z`. */
function isPath(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier' || (inner.type === 'MemberExpression' && inner.computed !== true && isNode(inner.object) && isPath(inner.object));
}

function note(context: Context, checks: readonly Check[], range: [start: number, end: number]): void {
  for (const { of, within } of checks) (context.facts.checks ??= []).push({ of: expr(context, of), ...(within ? { within: expr(context, within) } : {}), range });
}

const rangeOf = ({ start, end }: SyntaxNode): [number, number] => [start, end];

function ofBranch(node: SyntaxNode, context: Context): void {
  if (!isNode(node.test)) return;
  for (const [branch, holds] of [[node.consequent, true], [node.alternate, false]] as const) if (isNode(branch)) note(context, checksIn(node.test, holds), rangeOf(branch));
  const block = parentOf(context);
  if (node.type === 'IfStatement' && !isNode(node.alternate) && leaves(node.consequent) && block && LISTS.test(block.type)) note(context, checksIn(node.test, false), [node.end, block.end]);
}

/** `typeof x.y === 'string' && keep(x.y)`. */
function ofOperand(node: SyntaxNode, context: Context): void {
  if (node.operator !== '??' && isNode(node.left) && isNode(node.right)) note(context, checksIn(node.left, node.operator === '&&'), rangeOf(node.right));
}

export const checks: Analyzer = {
  name: 'checks',
  visit: { IfStatement: ofBranch, ConditionalExpression: ofBranch, LogicalExpression: ofOperand },
};
