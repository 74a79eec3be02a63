/** What a condition has made sure of before an expression is reached: it is no function, or one of a few texts. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { World } from './world.js';

/** A condition has seen to it that what stands there is a text or a number. */
export function isPlainAt(world: World, facts: FileFacts, id: ExprId, start: number): boolean {
  return checkedAt(facts, id, start).some(({ within }) => within === undefined || textsIn(world, facts, within) !== null);
}

/** The texts that it can be, as a condition has seen to; null where none has. */
export function textsAt(world: World, facts: FileFacts, id: ExprId, start: number): ReadonlySet<string> | null {
  for (const { within } of checkedAt(facts, id, start)) {
    const texts = within === undefined ? null : textsIn(world, facts, within);
    if (texts !== null) return texts;
  }
  return null;
}

const checkedAt = (facts: FileFacts, id: ExprId, start: number): NonNullable<FileFacts['checks']> =>
  facts.checks?.filter(({ of, range }) => range[0] <= start && start < range[1] && isSame(facts, of, id)) ?? [];

/** The same member of the same name, which keeps its value. */
function isSame({ exprs, bindings }: FileFacts, a: ExprId, b: ExprId): boolean {
  const [one, other] = [exprs[a], exprs[b]];
  if (one?.k === 'member') return other?.k === 'member' && one.name === other.name && isSame({ exprs, bindings } as FileFacts, one.object, other.object);
  if (one?.k !== 'binding' || other?.k !== 'binding' || one.binding !== other.binding) return false;
  const binding = bindings[one.binding];
  return binding?.kind === 'const' || (binding?.kind === 'param' && binding.values.length === 0);
}

function textsIn(world: World, { file, exprs: own, mutations }: FileFacts, list: ExprId): ReadonlySet<string> | null {
  const named = own[list];
  // What is added to the list later may be checked for as well.
  if (named?.k === 'binding' && mutations.some(({ root }) => { const changed = own[root]; return changed?.k === 'binding' && changed.binding === named.binding; })) return null;
  const found = new Set<string>();
  for (const value of world.evaluator.evaluate(world, file, list)) {
    const exprs = value.v === 'array' ? world.files.get(value.file)?.facts.exprs : undefined;
    const array = value.v === 'array' ? exprs?.[value.expr] : undefined;
    if (array?.k !== 'array') return null;
    for (const item of array.items) {
      const expr = exprs?.[item];
      if (expr?.k !== 'literal' || typeof expr.value !== 'string') return null;
      found.add(expr.value);
    }
  }
  return found.size > 0 ? found : null;
}
