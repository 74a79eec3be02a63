/** Loops that never end by their condition, and whether they await in their body. */
import type { SyntaxNode } from '../core/parse.js';
import { type Analyzer, type Context, place } from './context.js';
import { childrenOf, isFunction } from '../core/syntax.js';
import { isEndless } from './walk.js';

/** Looks for a node type below `node`, not inside nested functions. */
function contains(node: SyntaxNode, test: (inner: SyntaxNode) => boolean): boolean {
  const pending: SyntaxNode[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (test(next)) return true;
    pending.push(...childrenOf(next).filter((child) => !isFunction(child)));
  }
  return false;
}

function endless(node: SyntaxNode, context: Context): void {
  if (!isEndless(node)) return;
  const body = node.body as SyntaxNode;
  if (contains(body, (inner) => inner.type === 'ReturnStatement' || inner.type === 'BreakStatement' || inner.type === 'YieldExpression' || inner.type === 'ThrowStatement')) return;
  context.facts.endlessLoops.push({ fn: context.fn, awaits: contains(body, (inner) => inner.type === 'AwaitExpression'), place: place(context, node) });
}

export const loops: Analyzer = {
  name: 'loops',
  visit: { WhileStatement: endless, DoWhileStatement: endless, ForStatement: endless },
};
