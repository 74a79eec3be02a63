/** Whether an assignment runs only while its target is still empty: the lazy value, not the changing one. Looks no further than the function it stands in. */
import type { SyntaxNode } from '../core/parse.js';
import type { Context } from './context.js';
import { isFunction, isNode, nodesOf, unwrap } from '../core/syntax.js';

const textOf = (context: Context, node: SyntaxNode): string => context.text.slice(node.start, node.end);

const isEmpty = (node: SyntaxNode): boolean =>
  (node.type === 'Literal' && (node.value === null || node.value === false || node.value === 'undefined')) || (node.type === 'Identifier' && node.name === 'undefined');

/** What a condition says of `name`: that it is there, that it is not, or nothing. */
function saysOf(context: Context, test: SyntaxNode, name: string): 'there' | 'absent' | null {
  const node = unwrap(test);
  if (textOf(context, node) === name) return 'there';
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = saysOf(context, node.argument as SyntaxNode, name);
    return inner === null ? null : inner === 'there' ? 'absent' : 'there';
  }
  if (node.type === 'LogicalExpression') return saysOf(context, node.left as SyntaxNode, name) ?? saysOf(context, node.right as SyntaxNode, name);
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(node.operator))) return null;
  const left = unwrap(node.left as SyntaxNode);
  const compared = left.type === 'UnaryExpression' && left.operator === 'typeof' ? unwrap(left.argument as SyntaxNode) : left;
  if (textOf(context, compared) !== name || !isEmpty(unwrap(node.right as SyntaxNode))) return null;
  return String(node.operator).startsWith('!') ? 'there' : 'absent';
}

function leaves(node: SyntaxNode | undefined): boolean {
  if (!node) return false;
  if (node.type === 'BlockStatement') return leaves(nodesOf(node.body).at(-1));
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement';
}

/** `if (x) return x;` stands before `child` in the same block. */
const leftBefore = (context: Context, block: SyntaxNode, child: SyntaxNode, name: string): boolean =>
  nodesOf(block.body).some((statement) => statement.end <= child.start && statement.type === 'IfStatement' && leaves(statement.consequent as SyntaxNode) && saysOf(context, statement.test as SyntaxNode, name) === 'there');

/** `assignment` is the node whose `target` gets a value; its ancestors are on the context's stack. */
export function onlyWhileAbsent(context: Context, assignment: SyntaxNode, target: SyntaxNode): boolean {
  const name = textOf(context, target);
  let child = assignment;
  for (let i = context.parents.length - 1; i >= 0; i--) {
    const node = context.parents[i];
    if (!node || isFunction(node)) return false;
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const wanted = node.consequent === child ? 'absent' : node.alternate === child ? 'there' : null;
      if (wanted !== null && saysOf(context, node.test as SyntaxNode, name) === wanted) return true;
    }
    if (node.type === 'LogicalExpression' && isNode(node.left) && node.right === child && saysOf(context, node.left, name) === (node.operator === '&&' ? 'absent' : 'there')) return true;
    if (node.type === 'BlockStatement' && leftBefore(context, node, child, name)) return true;
    child = node;
  }
  return false;
}
