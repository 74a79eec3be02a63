/** Objects that live as long as the process: made while the program sets itself up, kept in a module variable, or held by another one that does. */
import type { CallFact, ExprId, FileFacts, FunctionFact } from '../core/facts.js';
import type { Repetition } from './later.js';
import { callable, memberOf, parentsOf } from './members.js';
import { isTestFile } from './reach.js';
import { evaluate } from './values.js';
import { type Value, type World, eachValue, functionId, keyOfValue } from './world.js';

/** A place where such an object is made. */
export interface Making {
  file: string;
  call: CallFact;
  /** What is made: a class instance, or what `new` of a function or a factory gives. */
  value: Value;
}

export interface Lasting {
  has: (value: Value) => boolean;
  /** There is one of it, as far as one can see. */
  single: (value: Value) => boolean;
  makings: readonly Making[];
}

/** Calls whose result ends up in a module variable, a static field, or under a name of an object that such a variable holds, as `file:call`. */
function keptCalls(world: World): Set<string> {
  const kept = new Set<string>();
  const keep = (file: string, id: ExprId, depth = 0): void => {
    const expr = world.files.get(file)?.facts.exprs[id];
    if (expr?.k === 'call') kept.add(`${file}:${expr.call}`);
    if (depth > 3) return;
    if (expr?.k === 'await') keep(file, expr.of, depth + 1);
    if (expr?.k === 'any') for (const of of expr.of) keep(file, of, depth + 1);
  };
  for (const [file, { facts }] of world.files) {
    for (const binding of facts.bindings) if (binding.fn === 0 && binding.kind !== 'param') for (const value of binding.values) keep(file, value);
    for (const assignment of facts.assignments) {
      const owners = assignment.name === null || (assignment.name === '*' && !isSymbol(world, file, assignment.key)) ? [] : evaluate(world, file, assignment.object);
      if (owners.some((value) => value.v === 'class' || ((isOfModule(world, value) || isGlobal(value)) && isOnlyOne(facts, assignment.value)))) keep(file, assignment.value);
    }
  }
  return kept;
}

/** It is made and put there where there is none yet: one that is replaced whenever it is asked for is another matter, and so are those that a factory makes for a registry. */
function isOnlyOne(facts: FileFacts, made: ExprId): boolean {
  const expr = facts.exprs[made];
  return expr?.k === 'call' && facts.calls[expr.call]?.kind === 'new' && facts.mutations.some(({ once, value }) => once === true && value === made);
}

/** An object that a variable of a module holds: what is put under a name there lasts as the variable does. */
function isOfModule(world: World, value: Value): boolean {
  const facts = value.v === 'object' ? world.files.get(value.file)?.facts : undefined;
  return value.v === 'object' && facts?.bindings.some((binding) => binding.fn === 0 && binding.kind !== 'param' && binding.values.includes(value.expr)) === true;
}

/** `globalThis`, under whatever name. */
const isGlobal = (value: Value): boolean => value.v === 'origin' && value.id === 'global';

/** One name, although it is computed: `globalThis[Symbol.for('port.log')]`. */
const isSymbol = (world: World, file: string, key: ExprId | undefined): boolean => {
  const values = key === undefined ? [] : evaluate(world, file, key);
  return values.length > 0 && values.every((value) => value.v === 'origin' && /^global\.Symbol(?:\.for)?\(\)$/.test(value.id));
};

const constructed = (world: World, file: string, call: CallFact): Value[] =>
  callable(world, evaluate(world, file, call.callee)).flatMap((value): Value[] =>
    value.v === 'class' ? [{ v: 'instance', file: value.file, cls: value.cls }] : value.v === 'function' ? [{ v: 'made', file: value.file, fn: value.fn }] : []);

/** What a function makes anew whenever it is called: `return new Store(options)`. */
function newlyReturned(world: World, value: Value): Value[] {
  const facts = value.v === 'function' ? world.files.get(value.file)?.facts : undefined;
  if (!facts || value.v !== 'function') return NOTHING;
  return (facts.functions[value.fn]?.returns ?? NO_RETURNS).flatMap((id): Value[] => {
    const expr = facts.exprs[id];
    const call = expr?.k === 'call' ? facts.calls[expr.call] : undefined;
    return call?.kind === 'new' ? constructed(world, value.file, call) : NOTHING;
  });
}

const NOTHING: Value[] = [];
const NO_RETURNS: ExprId[] = [];

function madeBy(world: World, file: string, call: CallFact): Value[] {
  if (call.callee < 0) return NOTHING;
  const returned = eachValue(callable(world, evaluate(world, file, call.callee)), (value) => newlyReturned(world, value));
  return call.kind === 'new' && returned.length === 0 ? constructed(world, file, call) : returned;
}

/** Class of which the function is the constructor, a field's initialiser or a static member; for a plain function, what `new` of it makes. */
function ownerOf(facts: FileFacts, file: string, fn: number): Value[] {
  const fact = facts.functions[fn];
  if (!fact) return [];
  if (fact.cls !== undefined && (fact.kind === 'constructor' || fact.kind === 'field')) return [{ v: 'instance', file, cls: fact.cls }];
  return [{ v: 'made', file, fn }];
}

function parents(world: World, value: Value): Value[] {
  if (value.v === 'made') return callable(world, memberOf(world, [{ v: 'function', file: value.file, fn: value.fn }], 'super_')).flatMap((v): Value[] => (v.v === 'function' ? [{ v: 'made', file: v.file, fn: v.fn }] : []));
  if (value.v !== 'instance') return [];
  const superclass = world.files.get(value.file)?.facts.classes[value.cls]?.superclass;
  return parentsOf(world, value.file, superclass).flatMap((v): Value[] => (v.v === 'class' ? [{ v: 'instance', file: v.file, cls: v.cls }] : []));
}

/** The object as what it is and as what each of its base classes makes of it. */
export function lineage(world: World, value: Value): Value[] {
  const found = [value];
  for (let i = 0; i < found.length && i < 8; i++) found.push(...parents(world, found[i] as Value));
  return found;
}

interface Candidate extends Making {
  facts: FileFacts;
  /** Its result goes to a module variable or a static field, or it is made by the module body or a class for itself. */
  kept: boolean;
  again: boolean;
}

/** A static field or block runs once. A static method makes one whenever it is called: what handlers call makes many, unless it does so under a condition, as where there is none yet; what nobody in sight calls is how the one is asked for. */
const isMadeByClass = (fact: FunctionFact | undefined, { conditional }: CallFact, requested: boolean): boolean => fact?.static === true && (fact.kind === 'field' || !requested || conditional);

function candidates(world: World, repetition: Repetition): Candidate[] {
  const kept = keptCalls(world);
  const found: Candidate[] = [];
  for (const [file, { facts }] of world.files) {
    facts.calls.forEach((call, index) => {
      for (const value of madeBy(world, file, call)) {
        const isKept = call.fn === 0 || isMadeByClass(facts.functions[call.fn], call, repetition.requested(functionId(file, call.fn))) || kept.has(`${file}:${index}`);
        found.push({ file, call, value, facts, kept: isKept, again: repetition.again(functionId(file, call.fn)) });
      }
    });
  }
  return found;
}

/** `db ? new Cellar(db) : new FakeCellar()`, `createFakeCellar()`: it is made where there is no store, or by tests. One that the program makes in any case is what it uses. */
function isStandIn(world: World, { file, call, facts, value }: Candidate): boolean {
  const made = value.v === 'instance' ? world.files.get(value.file)?.facts.classes[value.cls]?.name : undefined;
  return made !== undefined && /^Fake[A-Z]/.test(made) && (call.conditional || isTestFile(file) || /(?:^f|F)ake[A-Z]/.test(facts.functions[call.fn]?.name ?? ''));
}

export function lastingObjects(world: World, repetition: Repetition): Lasting {
  const all = candidates(world, repetition);
  const several = new Set(all.flatMap(({ file, call, kept, again, value }) => (!kept && (again || call.loops > 0 || repetition.many(`${file}#${call.fn}`)) ? lineage(world, value).map(keyOfValue) : [])));
  // What handlers make anew each time does not last because start-up makes one too.
  const fleeting = new Set(all.flatMap((making) => (making.again && !making.kept ? [keyOfValue(making.value)] : [])));
  const found = new Set<string>();
  const makings = new Map<string, Making>();
  const lasts = (candidate: Candidate): boolean => {
    const { file, call, facts, kept, again: repeats, value } = candidate;
    if (isStandIn(world, candidate)) return false;
    if (kept) return true;
    const fn = facts.functions[call.fn];
    const byOwner = ownerOf(facts, file, call.fn).some((owner) => found.has(keyOfValue(owner)));
    if (byOwner || fn?.kind === 'constructor' || fn?.kind === 'field') return byOwner;
    return !repeats && call.result !== 'returned' && !fleeting.has(keyOfValue(value));
  };
  for (let size = -1; size !== makings.size;) {
    size = makings.size;
    for (const making of all) {
      const key = `${making.file}:${making.call.at.start}`;
      if (makings.has(key) || !lasts(making)) continue;
      makings.set(key, { file: making.file, call: making.call, value: making.value });
      for (const value of lineage(world, making.value)) found.add(keyOfValue(value));
    }
  }
  return { has: (value) => found.has(keyOfValue(value)), single: (value) => !several.has(keyOfValue(value)), makings: [...makings.values()] };
}
