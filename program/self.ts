/** What stands for `this`: the word itself, and a variable that is never given anything else: `const self = this`, `_this` as compilers write it. */
import type { ExprId, FileFacts, FunctionIndex } from '../core/facts.js';

/** The function whose `this` the expression is; null when it is none, or may be something else. */
export function selfOf(facts: FileFacts, id: ExprId): FunctionIndex | null {
  const expr = facts.exprs[id];
  if (expr?.k === 'this') return expr.fn;
  if (expr?.k !== 'binding') return null;
  const { values, param } = facts.bindings[expr.binding] ?? { values: [] };
  const [first, ...further] = values.map((value) => facts.exprs[value]);
  return !param && first?.k === 'this' && further.every((value) => value?.k === 'this' && value.fn === first.fn) ? first.fn : null;
}
