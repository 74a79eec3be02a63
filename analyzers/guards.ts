/** Conditions that guard a call: what a reader would accept as "this only runs where it works". */
import type { SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction, isNode, nameOf, nodesOf } from '../core/syntax.js';

const GUARD = /\btypeof\b|\bin\b\s+(?:globalThis|global|process|self)|\bNODE_ENV\b|process\.versions|process\.platform|navigator\.userAgent|WebSocketPair|require\.main|import\.meta\.main|EdgeRuntime|process\.browser|\bisMainThread\b|\bisPrimary\b|['"][\w$]+['"] in [\w$]/;
/** Guards that ask where the code runs; `typeof` of anything else checks an argument. */
const ASKS_WHERE = /\btypeof (?:window|process|document|globalThis|self|Deno|Bun|WebSocketPair|EdgeRuntime|navigator|caches|require)\b/;

/** The source of `test` when it is a guard, with `not` in front for an else branch; else null. */
export function guardText(text: string, test: SyntaxNode, negated: boolean, names: ReadonlySet<string> = new Set()): string | null {
  const source = text.slice(test.start, test.end).replace(/\s+/g, ' ');
  if (source.length > 200) return null;
  const named = names.size > 0 && (source.match(/(?<![.\w$])[A-Za-z_$][\w$]*/g) ?? []).some((word) => names.has(word));
  if (!named && !GUARD.test(source)) return null;
  return negated ? `not (${source})` : source;
}

/** Name of a constant that holds the answer of a guard: `const isNode = typeof process !== 'undefined'`. */
export function guardName(text: string, declarator: SyntaxNode): string | null {
  const name = nameOf(declarator.id);
  const { init } = declarator;
  if (name === null || !isNode(init) || !/^(?:BinaryExpression|LogicalExpression|UnaryExpression)$/.test(init.type)) return null;
  return guardText(text, init, false) === null ? null : name;
}

const EXITS = /^(?:ReturnStatement|ThrowStatement|ContinueStatement|BreakStatement)$/;

/** What a branch does last; null for an empty one, and for none. */
export function lastOf(branch: unknown): SyntaxNode | null {
  if (!isNode(branch)) return null;
  return branch.type === 'BlockStatement' ? nodesOf(branch.body).at(-1) ?? null : branch;
}

/** The branch ends by leaving: the block around it, its loop or the function. */
export function leaves(branch: unknown): boolean {
  const last = lastOf(branch);
  return last !== null && EXITS.test(last.type);
}

/** `if (inBrowser) return;`: what follows in the block runs only where the test does not hold. Null for tests that ask nothing of the surroundings. */
export function exitGuard(text: string, statement: SyntaxNode, names: ReadonlySet<string>): string | null {
  if (statement.type !== 'IfStatement' || isNode(statement.alternate) || !isNode(statement.test) || !leaves(statement.consequent)) return null;
  const source = text.slice(statement.test.start, statement.test.end);
  const plainTypeof = /\btypeof\b/.test(source) && !ASKS_WHERE.test(source);
  return plainTypeof ? null : guardText(text, statement.test, true, names);
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
