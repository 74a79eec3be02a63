/** What a condition has made sure of before an expression is reached: it is no function, or one of a few texts. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { World } from './world.js';

/** A condition has seen to it that what stands there is a text or a number. */
export const isPlainAt = (world: World, facts: FileFacts, id: ExprId, start: number): boolean => checkedAt(world, facts, id, start).some(({ within }) => within === undefined || textsIn(facts, within) !== null);

/** The texts that it can be, as a condition has seen to; null where none has. */
export function textsAt(world: World, facts: FileFacts, id: ExprId, start: number): ReadonlySet<string> | null {
  for (const { within } of checkedAt(world, facts, id, start)) {
    const texts = within === undefined ? null : textsIn(facts, within);
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
function isSame(world: World, facts: FileFacts, a: ExprId, b: ExprId): boolean {
  const [one, other] = [facts.exprs[a], facts.exprs[b]];
  if (one?.k === 'member') return other?.k === 'member' && one.name === other.name && !isPut(world, one.name) && isSame(world, facts, one.object, other.object);
  if (one?.k !== 'binding' || other?.k !== 'binding' || one.binding !== other.binding) return false;
  const binding = facts.bindings[one.binding];
  return binding?.kind === 'const' || (binding?.kind === 'param' && binding.values.length === 0);
}

const isPut = (world: World, name: string): boolean => [...world.files.values()].some(({ assignmentsByName }) => assignmentsByName.has(name));

/** What only looks into a list. */
const LOOKS = /^(?:includes|indexOf|lastIndexOf|some|every|forEach|map|filter|find|findIndex|join|length|slice|concat)$/;

/** A list that nothing else gets hold of: what is added to it later may be checked for as well. */
function isOnlyLookedAt({ exprs, exports }: FileFacts, index: number): boolean {
  const isIt = (id: ExprId): boolean => {
    const expr = exprs[id];
    return expr?.k === 'binding' && expr.binding === index;
  };
  const looked = new Set(exprs.flatMap((expr) => (expr.k === 'member' && LOOKS.test(expr.name) ? [expr.object] : expr.k === 'element' ? [expr.of] : [])));
  return exprs.every((_expr, id) => !isIt(id) || looked.has(id)) && !exports.some((fact) => fact.kind === 'value' && isIt(fact.value));
}

/** The list where it is written out: there, or as the value of a constant. */
function listAt(facts: FileFacts, id: ExprId): readonly ExprId[] | null {
  const expr = facts.exprs[id];
  if (expr?.k === 'array') return expr.items;
  const binding = expr?.k === 'binding' ? facts.bindings[expr.binding] : undefined;
  const list = binding?.kind === 'const' ? facts.exprs[binding.values[0] ?? -1] : undefined;
  return expr?.k === 'binding' && list?.k === 'array' && isOnlyLookedAt(facts, expr.binding) ? list.items : null;
}

const known = new WeakMap<FileFacts, Map<ExprId, ReadonlySet<string> | null>>();

/** The texts of a list that has nothing else; each list is looked at once. */
function textsIn(facts: FileFacts, list: ExprId): ReadonlySet<string> | null {
  const lists = known.get(facts) ?? new Map<ExprId, ReadonlySet<string> | null>();
  known.set(facts, lists);
  const before = lists.get(list);
  if (before !== undefined) return before;
  const items = listAt(facts, list)?.map((item) => facts.exprs[item]) ?? [];
  const texts = items.flatMap((item) => (item?.k === 'literal' && typeof item.value === 'string' ? [item.value] : []));
  const answer = texts.length > 0 && texts.length === items.length ? new Set(texts) : null;
  lists.set(list, answer);
  return answer;
}
