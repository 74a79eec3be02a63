/** Helpers of compilers by their names, and the `this` that some of them give back. */
import type { SyntaxNode } from '../core/parse.js';
import { keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

/** The name of a helper, however it was imported: `_helper(…)`, `(0, _helper2.default)(…)`, `_helper._(…)`. */
export function helperName(node: SyntaxNode): string {
  const callee = unwrap(node);
  if (callee.type === 'SequenceExpression') return helperName(nodesOf(callee.expressions).at(-1) ?? callee);
  if (callee.type !== 'MemberExpression') return nameOf(callee) ?? '';
  const key = keyOf(callee) ?? '';
  return key === 'default' || key === '_' ? nameOf(unwrap(callee.object as SyntaxNode)) ?? '' : key;
}

const GIVES_THIS = /^_(?:callSuper|call_super|possibleConstructorReturn|possible_constructor_return|assertThisInitialized|assert_this_initialized)\d*$/;

/** `_defineProperty(_assertThisInitialized(_this), 'items', [])`: the first argument without what only looks at it. */
export function ownerOf(node: SyntaxNode): SyntaxNode {
  const inner = unwrap(node);
  const [first] = inner.type === 'CallExpression' && GIVES_THIS.test(helperName(inner.callee as SyntaxNode)) ? nodesOf(inner.arguments) : [];
  return first ? unwrap(first) : inner;
}

/** `_super.call(this, a)`, `_super.apply(this, arguments)`, also as the right side of `_super !== null && …`. */
function callsSuper(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  if (inner.type === 'LogicalExpression') return callsSuper(inner.right as SyntaxNode);
  const callee = inner.type === 'CallExpression' ? unwrap(inner.callee as SyntaxNode) : null;
  const [self] = nodesOf(inner.arguments).map(unwrap);
  return callee?.type === 'MemberExpression' && /^(?:call|apply)$/.test(keyOf(callee) ?? '') && self?.type === 'ThisExpression';
}

/** Such an expression is worth `this`: `_callSuper(this, Base, [a])`, `_super.call(this, a) || this`. */
export function isThisAfterSuper(node: SyntaxNode): boolean {
  if (node.type === 'LogicalExpression') return node.operator === '||' && unwrap(node.right as SyntaxNode).type === 'ThisExpression' && callsSuper(node.left as SyntaxNode);
  if (node.type !== 'CallExpression') return false;
  if (ownerOf(node).type === 'ThisExpression') return true;
  const callee = unwrap(node.callee as SyntaxNode);
  return callee.type === 'MemberExpression' && /^_super\d*$/.test(nameOf(unwrap(callee.object as SyntaxNode)) ?? '') && callsSuper(node);
}
