/** Notes that a module gives something away under a name. */
import type { ExprId } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { type Context, place } from './context.js';

export function give(context: Context, node: SyntaxNode, name: string, value: ExprId, cjs: boolean): void {
  context.facts.exports.push({ kind: 'value', name, value, cjs, place: place(context, node) });
}
