/** What a condition has made sure of before an expression is reached: it is no function, or one of a few texts. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { World } from './world.js';

/** A condition has seen to it that what stands there is a text or a number. */
export function isPlainAt(world: World, facts: FileFacts, id: ExprId, start: number): boolean {
  return checkedAt(world, facts, id, start).some(({ within }) => within === undefined || textsIn(world, facts, within) !== null);
}

/** The texts that it can be, as a condition has seen to; null where none has. */
export function textsAt(world: World, facts: FileFacts, id: ExprId, start: number): ReadonlySet<string> | null {
  for (const { within } of checkedAt(world, facts, id, start)) {
    const texts = within === undefined ? null : textsIn(world, facts, within);
    if (texts !== null) return texts;
  }
  return null;
}

const checkedAt = (world: World, facts: FileFacts, id: ExprId, start: number): NonNullable<FileFacts['checks']> =>
  facts.checks?.filter(({ of, range }) => range[0] <= start && start < range[1] && isSame(world, facts, of, id) && !isHoisted(facts, range, start)) ?? [];

/** A function that is declared behind the condition can be called before it. */
const isHoisted = ({ functions }: FileFacts, [from, to]: [number, number], start: number): boolean =>
  functions.some(({ usage, place }) => (usage.kind === 'declared' || usage.kind === 'exported') && from <= place.start && place.end <= to && place.start <= start && start < place.end);

/** The same member of the same name, which keeps its value: nothing in the program is put under the name of the member. */
function isSame(world: World, { exprs, bindings }: Pick<FileFacts, 'exprs' | 'bindings'>, a: ExprId, b: ExprId): boolean {
  const [one, other] = [exprs[a], exprs[b]];
  if (one?.k === 'member') return other?.k === 'member' && one.name === other.name && !isPut(world, one.name) && isSame(world, { exprs, bindings }, one.object, other.object);
  if (one?.k !== 'binding' || other?.k !== 'binding' || one.binding !== other.binding) return false;
  const binding = bindings[one.binding];
  return binding?.kind === 'const' || (binding?.kind === 'param' && binding.values.length === 0);
}

const isPut = (world: World, name: string): boolean => [...world.files.values()].some(({ assignmentsByName }) => assignmentsByName.has(name));

/** What only looks into a list. */
const LOOKS = /^(?:includes|indexOf|lastIndexOf|some|every|forEach|map|filter|find|findIndex|join|length|slice|concat)$/;

/** A constant of the file that nothing else gets hold of: what is added to it later may be checked for as well. */
function isOnlyLookedAt({ exprs, bindings, exports }: FileFacts, index: number): boolean {
  const isIt = (id: ExprId): boolean => { const expr = exprs[id]; return expr?.k === 'binding' && expr.binding === index; };
  const looked = new Set(exprs.flatMap((expr) => (expr.k === 'member' && LOOKS.test(expr.name) ? [expr.object] : expr.k === 'element' ? [expr.of] : [])));
  const uses = exprs.flatMap((_expr, id) => (isIt(id) ? [id] : []));
  const [only] = bindings[index]?.values ?? [];
  return bindings[index]?.kind === 'const' && only !== undefined && exprs[only]?.k === 'array' && uses.every((id) => looked.has(id)) && !exports.some((fact) => fact.kind === 'value' && isIt(fact.value));
}

function textsIn(world: World, facts: FileFacts, list: ExprId): ReadonlySet<string> | null {
  const { file, exprs: own } = facts;
  const named = own[list];
  if (named?.k === 'binding' ? !isOnlyLookedAt(facts, named.binding) : named?.k !== 'array') return null;
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
