/** Conditions that guard a call: what a reader would accept as "this only runs where it works". */
import type { SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction } from './syntax.js';

const GUARD = /\btypeof\b|\bin\b\s+(?:globalThis|global|process|self)|\bNODE_ENV\b|process\.versions|process\.platform|navigator\.userAgent|WebSocketPair|require\.main|import\.meta\.main|EdgeRuntime|process\.browser|\bisMainThread\b|\bisPrimary\b/;

/** The source of `test` when it is a guard, with `not` in front for an else branch; else null. */
export function guardText(text: string, test: SyntaxNode, negated: boolean): string | null {
  const source = text.slice(test.start, test.end).replace(/\s+/g, ' ');
  if (!GUARD.test(source) || source.length > 200) return null;
  return negated ? `not (${source})` : source;
}

/** The catch clause throws again (anywhere outside of nested functions), or exits. */
export function rethrows(handler: SyntaxNode): boolean {
  const pending: SyntaxNode[] = [handler];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'ThrowStatement') return true;
    pending.push(...childrenOf(node).filter((child) => !isFunction(child)));
  }
  return false;
}
