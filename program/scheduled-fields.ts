/** Fields that a schedule of their own object changes and that the object gives to whoever asks: the timer keeps the object, so what it found out is state, whoever made the object. */
import type { ExprId, FileFacts, FunctionIndex, MutationFact } from '../core/facts.js';
import type { StateFact } from '../core/program.js';
import type { Lasting } from './lasting.js';
import type { Repetition } from './later.js';
import { selfOf } from './self.js';
import { isCode, shapeOf } from './state-shapes.js';
import { evaluate } from './values.js';
import { type World, functionId } from './world.js';

type State = Omit<StateFact, 'reach' | 'reachedBy'>;

interface Instance {
  cls: number;
  /** The function that says `this`. */
  fn: FunctionIndex;
}

/** The instance of a class that is meant. */
function instanceAt(facts: FileFacts, id: ExprId): Instance | null {
  const fn = selfOf(facts, id);
  const fact = fn === null ? undefined : facts.functions[fn];
  return fn !== null && fact?.cls !== undefined && !fact.static ? { cls: fact.cls, fn } : null;
}

/** The function, or one that it stands in, is what a schedule calls. */
function onSchedule(facts: FileFacts, fn: number, { scheduled }: Repetition): boolean {
  for (let at = fn; at !== 0; at = facts.functions[at]?.parent ?? 0) if (scheduled(functionId(facts.file, at))) return true;
  return false;
}

/** `return this.meta.status` in another method. */
function isGiven(facts: FileFacts, { path }: MutationFact, self: Instance): boolean {
  const names = (id: ExprId): { names: string[]; root: ExprId } => {
    const expr = facts.exprs[id];
    if (expr?.k !== 'member') return { names: [], root: id };
    const inner = names(expr.object);
    return { names: [...inner.names, expr.name], root: inner.root };
  };
  return facts.functions.some((fn) => fn.cls === self.cls && fn.returns.some((id) => {
    const given = names(id);
    const owner = instanceAt(facts, given.root);
    return owner?.cls === self.cls && owner.fn !== self.fn && given.names.join('.') === path.join('.');
  }));
}

function scheduledField(world: World, facts: FileFacts, fact: MutationFact): State | null {
  const self = instanceAt(facts, fact.root);
  const plain = (fact.how === 'member-assign' || fact.how === 'update') && !fact.path.includes('*');
  if (!self || !plain || !isGiven(facts, fact, self)) return null;
  if (fact.value !== undefined && evaluate(world, facts.file, fact.value).some(isCode)) return null;
  const name = [facts.classes[self.cls]?.name ?? '', ...fact.path].join('.');
  return { name, file: facts.file, fn: functionId(facts.file, fact.fn), shape: shapeOf(world, facts.file, fact.path.at(-1) ?? '', fact.value === undefined ? [] : [fact.value]), at: fact.place, declaredAt: fact.place, mutations: [fact.place] };
}

/** Of objects that are known to last, every changed field is state already. */
export function scheduledFields(world: World, lasting: Lasting, repetition: Repetition): State[] {
  return [...world.files.values()].flatMap(({ facts }) => {
    const found = new Map<string, State>();
    for (const fact of facts.mutations) {
      if (!onSchedule(facts, fact.fn, repetition)) continue;
      const self = instanceAt(facts, fact.root);
      const state = self && !lasting.has({ v: 'instance', file: facts.file, cls: self.cls }) ? scheduledField(world, facts, fact) : null;
      if (state && !found.has(state.name)) found.set(state.name, state);
    }
    return [...found.values()];
  });
}
