/** Values that outlive a request in memory: module variables and fields of singletons that functions change later. */
import type { StateFact } from '../core/program.js';
import type { BindingFact, FileFacts, MutationFact, Place } from '../core/facts.js';
import { isCompilerFunction } from './compiled.js';
import { callable, memberOf } from './members.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

interface Held {
  name: string;
  file: string;
  declaredAt: Place;
  shape: string;
  mutations: { place: Place; fn: string; how: MutationFact['how']; method?: string }[];
}

const SHAPES: [RegExp, string][] = [
  [/session|token/i, 'session'],
  [/cache|memo|lru/i, 'cache'],
  [/lock|mutex|busy|inprogress|inflight|running/i, 'lock'],
  [/limit|throttle|attempt|hits/i, 'rate-limit'],
  [/count|total|seq|counter|stats|metrics/i, 'counter'],
  [/queue|pending|jobs|tasks|backlog/i, 'queue'],
  [/client|conn|socket|pool|handle|db|database|server|instance|timer|interval|timeout/i, 'handle'],
];

/** What the first value and the name say the thing is. */
function shapeOf(world: World, file: string, name: string, values: number[]): string {
  const facts = world.files.get(file)?.facts;
  const kinds = values.map((value) => facts?.exprs[value]).flatMap((expr) => (expr ? [expr] : []));
  const made = values.flatMap((value) => evaluate(world, file, value)).flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  const collection = kinds.some((expr) => expr.k === 'object' || expr.k === 'array') || made.some((id) => /^global\.(?:Map|Set|WeakMap|WeakSet|Array)\(\)$/.test(id));
  const named = SHAPES.find(([pattern]) => pattern.test(name))?.[1];
  if (made.includes('node:events.EventEmitter()') || made.includes('node:events()')) return 'emitter';
  if (named && (named !== 'handle' || !collection)) return named;
  if (made.some((id) => /\(\)$/.test(id) && !id.startsWith('global.'))) return 'handle';
  if (collection) return 'collection';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'number')) return 'counter';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'boolean')) return 'flag';
  return 'unknown';
}

/** Classes of which an instance lives as long as its module. */
function singletons(world: World): Set<string> {
  const found = new Set<string>();
  for (const [file, { facts }] of world.files) {
    for (const call of facts.calls) {
      if (call.kind !== 'new' || (call.fn !== 0 && facts.functions[call.fn]?.static !== true)) continue;
      for (const value of callable(world, evaluate(world, file, call.callee))) {
        if (value.v === 'class') found.add(`${value.file}#${value.cls}`);
        if (value.v === 'function') found.add(`${value.file}#made ${value.fn}`);
      }
    }
  }
  return found;
}

function add(map: Map<string, Held>, key: string, held: Omit<Held, 'mutations'>, mutation: Held['mutations'][number]): void {
  const known = map.get(key);
  if (known) known.mutations.push(mutation);
  else map.set(key, { ...held, mutations: [mutation] });
}

/** Where a field is first given its value: its declaration, or the assignment in the constructor. */
function fieldPlace(facts: FileFacts, cls: number, field: string): Place | undefined {
  const declared = facts.functions.find((fn) => fn.kind === 'field' && fn.cls === cls && fn.name === field);
  if (declared) return declared.place;
  return facts.assignments.find((assignment) => {
    const object = facts.exprs[assignment.object];
    return assignment.name === field && object?.k === 'this' && facts.functions[object.fn]?.cls === cls;
  })?.place;
}

/** The thing that a mutation changes, wherever it was made: a field of a long-lived object, or a module variable. */
interface Owner {
  key: string;
  held: Omit<Held, 'mutations'>;
}

/** A field that a constructor function sets on what it makes. */
function madeOwner(world: World, value: Value & { v: 'made' }, field: string, single: ReadonlySet<string>): Owner | null {
  const facts = world.files.get(value.file)?.facts;
  if (!facts || !single.has(`${value.file}#made ${value.fn}`)) return null;
  const set = facts.assignments.filter((assignment) => {
    const object = facts.exprs[assignment.object];
    return assignment.name === field && object?.k === 'this' && object.fn === value.fn;
  });
  const first = set[0];
  const name = `${facts.functions[value.fn]?.name ?? ''}.${field}`;
  return first ? { key: `${value.file}:${name}`, held: { name, file: value.file, declaredAt: first.place, shape: shapeOf(world, value.file, name, set.map((a) => a.value)) } } : null;
}

function fieldOwner(world: World, value: Value, field: string | undefined, single: ReadonlySet<string>): Owner | null {
  if (value.v === 'made' && field !== undefined && field !== '*') return madeOwner(world, value, field, single);
  if ((value.v !== 'instance' && value.v !== 'class') || field === undefined || field === '*') return null;
  if (value.v === 'instance' && !single.has(`${value.file}#${value.cls}`)) return null;
  const facts = world.files.get(value.file)?.facts;
  const cls = facts?.classes[value.cls];
  const declaredAt = facts ? fieldPlace(facts, value.cls, field) : undefined;
  if (!facts || !cls || !declaredAt) return null;
  const member = cls.members.find((m) => m.kind === 'field' && m.name === field);
  const name = `${cls.name}.${field}`;
  const values = member?.value === undefined ? assignedInClass(facts, value.cls, field) : [member.value];
  return { key: `${value.file}:${name}`, held: { name, file: value.file, declaredAt, shape: shapeOf(world, value.file, name, values) } };
}

const assignedInClass = (facts: FileFacts, cls: number, field: string): number[] => facts.assignments.flatMap((assignment) => {
  const object = facts.exprs[assignment.object];
  return assignment.name === field && object?.k === 'this' && facts.functions[object.fn]?.cls === cls ? [assignment.value] : [];
});

/** A module variable that the module itself made; what a package or another module made is not its own. */
function variableOwner(world: World, file: string, binding: BindingFact, values: readonly Value[]): Owner | null {
  if (binding.fn !== 0 || binding.kind === 'import' || binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'param') return null;
  const foreign = values.length > 0 && values.every((v) => (v.v === 'origin' && !OWN_COLLECTIONS.test(v.id)) || v.v === 'module' || v.v === 'instance' || v.v === 'class' || ('file' in v && v.file !== file));
  if (foreign) return null;
  return { key: `${file}:${binding.name}`, held: { name: binding.name, file, declaredAt: binding.place, shape: shapeOf(world, file, binding.name, binding.values) } };
}

const OWN_COLLECTIONS = /^(?:global\.(?:Map|Set|WeakMap|WeakSet|Array|Object)|node:events(?:\.EventEmitter)?)\(\)|^(?:lru-cache|quick-lru|node-cache|memory-cache|tiny-lru|keyv|limiter)[.(]/;

/** Object literal of another module: the variable there that holds it. */
function literalOwner(world: World, value: Value): Owner | null {
  if (value.v !== 'object') return null;
  const facts = world.files.get(value.file)?.facts;
  const binding = facts?.bindings.find((b) => b.fn === 0 && b.values.includes(value.expr));
  return binding ? variableOwner(world, value.file, binding, []) : null;
}

function ownerOf(world: World, file: string, mutation: MutationFact, single: ReadonlySet<string>): Owner | null {
  const facts = world.files.get(file)?.facts;
  const root = facts?.exprs[mutation.root];
  const values = evaluate(world, file, mutation.root);
  for (const value of values) {
    const field = fieldOwner(world, value, mutation.path[0], single);
    if (field) return field;
    if (value.v === 'object' && value.file !== file) return literalOwner(world, value);
  }
  const binding = root?.k === 'binding' ? facts?.bindings[root.binding] : undefined;
  return binding ? variableOwner(world, file, binding, mutation.how === 'assign' ? [] : values) : null;
}

const isConstructorFunction = (file: string, fn: number, single: ReadonlySet<string>): boolean => single.has(`${file}#made ${fn}`);

/** `secrets.set(…)` where `set` is a function of the program: a call, whose own changes are seen inside it. */
function callsOwnMethod(world: World, file: string, mutation: MutationFact): boolean {
  const names = [...mutation.path, mutation.method ?? ''];
  return names.reduce((values, name) => memberOf(world, values, name), evaluate(world, file, mutation.root)).some((value) => value.v === 'function');
}

function collect(world: World): Held[] {
  const held = new Map<string, Held>();
  const single = singletons(world);
  for (const [file, { facts }] of world.files) {
    for (const mutation of facts.mutations) {
      const root = facts.exprs[mutation.root];
      if (isCompilerFunction(facts.functions[mutation.fn]?.name ?? '')) continue;
      if (root?.k === 'this' && (facts.functions[root.fn]?.kind === 'constructor' || (root.fn === mutation.fn && mutation.how === 'member-assign' && isConstructorFunction(file, root.fn, single)))) continue;
      if (mutation.how === 'method' && callsOwnMethod(world, file, mutation)) continue;
      const owner = ownerOf(world, file, mutation, single);
      if (owner) add(held, owner.key, owner.held, { place: mutation.place, fn: `${file}#${mutation.fn}`, how: mutation.how, ...(mutation.method ? { method: mutation.method } : {}) });
    }
  }
  return [...held.values()];
}

/** Given a value by one function that sets things up, and never changed by what it holds: a setting or a handle, not state. */
function onlySetUp(held: Held, mutations: Held['mutations']): boolean {
  if (mutations.some((m) => m.how !== 'assign')) return false;
  if (held.shape === 'handle') return true;
  const functions = new Set(mutations.map((m) => m.fn));
  return functions.size < 2 && /^(?:unknown|collection|flag|counter)$/.test(held.shape);
}

/** State facts; `later` says whether a function can run after its module has loaded. */
export function stateOf(world: World, later: (fn: string) => boolean): Omit<StateFact, 'reach' | 'reachedBy'>[] {
  return collect(world).flatMap((held) => {
    const mutations = held.mutations.filter((m) => later(m.fn) && (m.how !== 'method' || m.method !== 'emit' || held.shape === 'emitter'));
    const first = mutations[0];
    if (!first || onlySetUp(held, mutations)) return [];
    return [{ name: held.name, file: held.file, fn: first.fn, shape: held.shape, at: held.declaredAt, declaredAt: held.declaredAt, mutations: mutations.map((m) => m.place) }];
  });
}
