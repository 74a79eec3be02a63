/** Blocks at the top of a module that end the program: what stands in one is followed by nothing of the module but the rest of it. Looks at the text alone. */
import type { SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction, isNode, keyOf, nameOf, nodesOf } from '../core/syntax.js';
import type { Range } from '../core/top-level.js';

/** `if (wanted) { work(); process.exit(0) }`. `process`: that is the one of Node. */
export const endingsOf = (body: readonly SyntaxNode[], process: boolean): Range[] => (process ? body.flatMap(endingsIn) : []);

function endingsIn(node: SyntaxNode): Range[] {
  // What fails in a `try` is followed by its handler, and by what comes after that.
  if (isFunction(node) || /^Class/.test(node.type) || node.type === 'TryStatement') return [];
  const ends = node.type === 'BlockStatement' && isExit(nodesOf(node.body).at(-1)) && !leaves(node);
  return [...(ends ? [[node.start, node.end] as Range] : []), ...childrenOf(node).flatMap(endingsIn)];
}

function isExit(statement: SyntaxNode | undefined): boolean {
  const call = statement?.type === 'ExpressionStatement' && isNode(statement.expression) ? statement.expression : undefined;
  const callee = call?.type === 'CallExpression' && isNode(call.callee) ? call.callee : undefined;
  return callee?.type === 'MemberExpression' && nameOf(callee.object) === 'process' && keyOf(callee) === 'exit';
}

/** A jump out of it would pass its end by. */
const leaves = (node: SyntaxNode): boolean => /^(?:Break|Continue)Statement$/.test(node.type) || (!isFunction(node) && childrenOf(node).some(leaves));
