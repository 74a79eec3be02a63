/** Values that outlive a request in memory: module variables, fields of lasting objects and closures that functions change after start-up. */
import type { FileFacts, MutationFact, Place } from '../core/facts.js';
import type { StateFact } from '../core/program.js';
import { isCompilerFunction } from './compiled.js';
import { isFromOptions } from './from-options.js';
import { keepersOf } from './keepers.js';
import { lastingObjects } from './lasting.js';
import { type Repetition, isBundledModule } from './later.js';
import { memberOf } from './members.js';
import { type Owner, type Surroundings, ownerOfMutation } from './owners.js';
import { scheduledFields } from './scheduled-fields.js';
import { selfOf } from './self.js';
import { OWN_COLLECTIONS, isCode } from './state-shapes.js';
import { evaluate } from './values.js';
import { type Value, type World, keyOfValue } from './world.js';

interface Change {
  place: Place;
  file: string;
  fn: string;
  fact: MutationFact;
}

interface Held {
  owner: Owner;
  changes: Change[];
}

/** A class instance, or what `new` of a function makes. */
const isObject = (value: Value): boolean => value.v === 'instance' || value.v === 'made';

/**
 * `secrets.set(…)` where `set` is a function of the program: a call, whose own changes are seen inside it. One of many objects that a registry
 * holds is another matter: with `stores[name].delete(…)` the registry holds something else than before.
 */
function callsOwnMethod(world: World, file: string, mutation: MutationFact): boolean {
  if (mutation.how !== 'method' || mutation.method === 'assign') return false;
  const on = mutation.path.reduce((values, name) => memberOf(world, values, name), evaluate(world, file, mutation.root));
  if (mutation.path.length === 1 && mutation.path[0] === '*' && on.length > 0 && on.every(isObject)) return false;
  return memberOf(world, on, mutation.method ?? '').some((value) => value.v === 'function');
}

/** `await client.set(key, value)`: a collection in memory answers at once, so what is waited for is somebody else's store behind a client. */
function asksStore(world: World, file: string, { how, method, path, root, place }: MutationFact): boolean {
  if (how !== 'method' || !/^(?:set|delete|clear)$/.test(method ?? '')) return false;
  const call = world.files.get(file)?.facts.calls.find(({ at }) => at.start === place.start);
  if (call?.result !== 'awaited') return false;
  const on = path.reduce((values, name) => memberOf(world, values, name), evaluate(world, file, root));
  return !on.some((value) => value.v === 'origin' && OWN_COLLECTIONS.test(value.id));
}

/** What a constructor does while it makes an object that lasts. */
function whileMaking({ world, lasting }: Surroundings, file: string, mutation: MutationFact): boolean {
  const facts = world.files.get(file)?.facts;
  const fn = facts?.functions[mutation.fn];
  const self = facts ? selfOf(facts, mutation.root) : null;
  if (fn?.kind === 'constructor') return self !== null || (fn.cls !== undefined && lasting.has({ v: 'instance', file, cls: fn.cls }));
  return self !== null && self === mutation.fn && mutation.how === 'member-assign' && lasting.has({ v: 'made', file, fn: self });
}

/** `this.hits++` in a function that a constructor function hangs onto what it makes: counters of one object, which a finding each would say too much of. */
function inHungFunction(world: World, file: string, { root }: MutationFact): boolean {
  const index = world.files.get(file);
  const expr = index?.facts.exprs[root];
  const holder = expr?.k === 'this' ? index?.holderOfFunction.get(expr.fn) : undefined;
  return typeof holder === 'number' && index?.facts.exprs[holder]?.k === 'this';
}

/** Written by a compiler, or inside of what is. */
function inCompilerFunction(facts: FileFacts, fn: number): boolean {
  for (let at = fn; at !== 0; at = facts.functions[at]?.parent ?? 0) if (isCompilerFunction(facts.functions[at]?.name ?? '')) return true;
  return false;
}

function collect(around: Surroundings): Held[] {
  const held = new Map<string, Held>();
  for (const [file, { facts }] of around.world.files) {
    for (const mutation of facts.mutations) {
      const fn = facts.functions[mutation.fn];
      if (fn && (inCompilerFunction(facts, mutation.fn) || isBundledModule(facts, fn))) continue;
      if (whileMaking(around, file, mutation) || inHungFunction(around.world, file, mutation) || callsOwnMethod(around.world, file, mutation) || asksStore(around.world, file, mutation)) continue;
      const owner = ownerOfMutation(around, file, mutation);
      if (!owner) continue;
      const known = held.get(owner.key);
      const change = { place: mutation.place, file, fn: `${file}#${mutation.fn}`, fact: mutation };
      if (known) known.changes.push(change);
      else held.set(owner.key, { owner, changes: [change] });
    }
  }
  return [...held.values()];
}

/** Names of what other code hands in once, and of the marks of a process that ends. */
const HANDED_IN = /^(?:\w+\.)?(?:_*(?:app|io|log\w*|level|verbose|locale|lang\w*|config|settings?|options?|opts|debug|runtime|env|l)|(?:is_?)?(?:shutting_?down|exiting|closing|terminating))$/i;

/** A function or module of the platform, not what a call of it returned. */
const BUILTIN = /^(?:global\.|node:)[^()]*$/;

/** What the file imports: it never changes, so as the only value it is none that changes. */
function isImported(world: World, { file, fact }: Change): boolean {
  const facts = world.files.get(file)?.facts;
  let expr = fact.value === undefined ? undefined : facts?.exprs[fact.value];
  while (expr?.k === 'member') expr = facts?.exprs[expr.object];
  const binding = expr?.k === 'binding' ? facts?.bindings[expr.binding] : undefined;
  return binding?.kind === 'import' || (binding?.values.length === 1 && facts?.exprs[binding.values[0] as number]?.k === 'require');
}

/** One function fills it from its options, as `validateOptions(options)` does; one that is there to change it is another matter. */
function isConfigured(world: World, changes: readonly Change[]): boolean {
  const [first, ...further] = changes;
  const facts = first && world.files.get(first.file)?.facts;
  const by = facts?.functions[first?.fact.fn ?? 0]?.name ?? '';
  if (!first || !facts || further.some((change) => change.fn !== first.fn) || /^(?:set(?!up|tings)|update|change|put|patch|add|save|switch|toggle)/i.test(by)) return false;
  return changes.every(({ fact }) => fact.value !== undefined && isFromOptions(facts, fact.value));
}

/** Given a value when it has none, or handed in: a setting, a handle or a lazy value, not what requests change. */
function onlySetUp(world: World, { owner }: Held, changes: readonly Change[]): boolean {
  const wiring = (change: Change): boolean => {
    const values = change.fact.value === undefined ? [] : evaluate(world, change.file, change.fact.value);
    // One more object under a new key is no wiring: a session, an open store.
    const keyed = change.fact.path.at(-1) === '*';
    return values.length > 0 && values.every((value) => isCode(value) && (value.v === 'origin' ? BUILTIN.test(value.id) || (changes.length === 1 && isImported(world, change)) : !keyed || !isObject(value)));
  };
  if (changes.every(wiring)) return true;
  const whole = (fact: MutationFact): boolean => fact.how === 'assign' || (fact.how === 'member-assign' && fact.path.length === 1 && (owner.of !== undefined || (fact.once === true && fact.path[0] !== '*')));
  if (!changes.every((change) => whole(change.fact))) return false;
  if (owner.shape === 'handle' || isConfigured(world, changes)) return true;
  if (!/^(?:unknown|collection|flag|counter)$/.test(owner.shape)) return false;
  return changes.every((change) => change.fact.once) || (HANDED_IN.test(owner.name) && new Set(changes.map((change) => change.fn)).size < 2);
}

export type State = Omit<StateFact, 'reach' | 'reachedBy'>;

const stateFact = (owner: Owner, changes: readonly Change[], fn: string): State =>
  ({ name: owner.name, file: owner.file, fn, shape: owner.shape, at: owner.declaredAt, declaredAt: owner.declaredAt, mutations: changes.map((change) => change.place) });

/** State facts of the program. */
export function stateOf(world: World, repetition: Repetition): State[] {
  const around: Surroundings = { world, lasting: lastingObjects(world, repetition), repetition };
  const kept = collect(around).flatMap((held) => {
    const changes = held.changes.filter((change) => repetition.again(change.fn) && (change.fact.method !== 'emit' || held.owner.shape === 'emitter'));
    return changes[0] && !onlySetUp(world, held, changes) ? [{ owner: held.owner, changes, fn: changes[0].fn }] : [];
  });
  const changing = new Set(kept.flatMap(({ owner }) => (owner.of && owner.shape !== 'flag' && owner.shape !== 'unknown' && owner.shape !== 'handle' ? [keyOfValue(owner.of)] : [])));
  return [...kept.map(({ owner, changes, fn }) => stateFact(owner, changes, fn)), ...keepersOf(world, around.lasting, changing), ...scheduledFields(world, around.lasting, repetition)];
}
