/** What stands for `this`: the word itself, and a variable that is never given anything else: `const self = this`, `_this` as compilers write it. */
import type { ExprId, FileFacts, FunctionIndex } from '../core/facts.js';

/** The function whose `this` the expression is; null when it is none, or may be something else. */
export function selfOf(facts: FileFacts, id: ExprId): FunctionIndex | null {
  const expr = facts.exprs[id];
  if (expr?.k === 'this') return expr.fn;
  if (expr?.k !== 'binding') return null;
  const binding = facts.bindings[expr.binding];
  const first = facts.exprs[binding?.values[0] ?? -1];
  if (!binding || binding.param || first?.k !== 'this') return null;
  const isSame = (id: ExprId): boolean => {
    const value = facts.exprs[id];
    return value?.k === 'this' && value.fn === first.fn;
  };
  return binding.values.every(isSame) ? first.fn : null;
}
