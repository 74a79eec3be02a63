/** Which member of which thing an expression is: `x.name`, `x[key]`, and what a variable was given of these, `const { name } = x`; of `x.name.call` both. */
import type { BindingIndex, Expr, ExprId, FileFacts } from '../core/facts.js';

/** What a member is taken from: an expression, or a parameter of a function. */
export type Holder = { expr: ExprId; parameter?: undefined } | { expr?: undefined; parameter: { fn: number; index: number } };

export interface Taken {
  /** Null for a computed name. */
  name: string | null;
  key?: Expr & { k: 'index' };
  /** Null: it is not seen. */
  of: Holder | null;
}

/** Every member that an expression can be, through what its variables are given; none where it is no member. `asked` are the variables that were followed. */
export function takenFrom(facts: FileFacts, id: ExprId, asked: Set<BindingIndex> = new Set()): Taken[] {
  const expr = facts.exprs[id];
  if (expr === undefined) return [];
  if (expr.k === 'member' && /^(?:call|apply)$/.test(expr.name)) return [...takenFrom(facts, expr.object, asked), { name: expr.name, of: { expr: expr.object } }];
  if (expr.k === 'member') return [{ name: expr.name, of: { expr: expr.object } }];
  if (expr.k === 'index') return [{ name: null, key: expr, of: { expr: expr.object } }];
  if (expr.k === 'any') return expr.of.flatMap((one) => takenFrom(facts, one, asked));
  return expr.k === 'binding' ? givenTo(facts, expr.binding, asked) : [];
}

/** What a variable or a parameter is given, each variable once. */
function givenTo(facts: FileFacts, index: BindingIndex, asked: Set<BindingIndex>): Taken[] {
  const binding = facts.bindings[index];
  if (!binding || asked.has(index)) return [];
  asked.add(index);
  const given = binding.values.flatMap((value) => takenFrom(facts, value, asked));
  const { param, fn } = binding;
  const name = param?.rest === false ? param.path.at(-1) : undefined;
  if (!param || name === undefined || /^\d+$/.test(name)) return given;
  return [...given, { name, of: param.path.length === 1 ? { parameter: { fn, index: param.index } } : null }];
}
