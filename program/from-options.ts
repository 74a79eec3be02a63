/** Values that are read from what a caller hands over as options: a setting, however often it is set. */
import type { ExprId, FileFacts } from '../core/facts.js';

const OPTIONS = /^_?(?:\w*[oO](?:ptions|pts)|\w*[cC]onf(?:ig|iguration)?|\w*[sS]ettings)$/;
const DEEPEST = 6;

/** `options.url`, `options.field || 'sub'`, `const { digits = 6 } = opts`; a constant alone is none. */
export function isFromOptions(facts: FileFacts, id: ExprId): boolean {
  let found = false;
  const holds = (of: ExprId, depth: number): boolean => {
    const expr = facts.exprs[of];
    if (!expr || depth > DEEPEST) return false;
    switch (expr.k) {
      case 'literal': return true;
      case 'any': return expr.of.every((one) => holds(one, depth + 1));
      case 'member': return holds(expr.object, depth + 1);
      case 'call': {
        const callee = facts.exprs[facts.calls[expr.call]?.callee ?? -1];
        return callee?.k === 'member' && (facts.calls[expr.call]?.args ?? []).every((arg) => holds(arg, depth + 1)) && holds(callee.object, depth + 1);
      }
      case 'binding': {
        const binding = facts.bindings[expr.binding];
        if (!binding) return false;
        if (binding.param) {
          const name = facts.functions[binding.fn]?.params[binding.param.index];
          const isOptions = OPTIONS.test(binding.param.path.length === 0 ? binding.name : facts.bindings[name ?? -1]?.name ?? '');
          found ||= isOptions;
          return isOptions;
        }
        return binding.fn !== 0 && binding.values.length > 0 && binding.values.every((value) => holds(value, depth + 1));
      }
      default: return false;
    }
  };
  return holds(id, 0) && found;
}
