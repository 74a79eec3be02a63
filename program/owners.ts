/** What a mutation changes, wherever it was made: a module variable, a field of an object that lasts, a variable kept alive by a closure, a property of the global object. */
import type { BindingFact, FileFacts, MutationFact, Place } from '../core/facts.js';
import type { Repetition } from './later.js';
import { type Lasting, lineage } from './lasting.js';
import { memberOf } from './members.js';
import { selfOf } from './self.js';
import { OWN_COLLECTIONS, isCollection, isService, propertyKind, shapeOf } from './state-shapes.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

export interface Owner {
  key: string;
  name: string;
  file: string;
  declaredAt: Place;
  shape: string;
  /** It starts as a list, a map or an object to be filled. */
  collects: boolean;
  /** The object whose field it is. */
  of?: Value;
}

export interface Surroundings {
  world: World;
  lasting: Lasting;
  repetition: Repetition;
}

const ownerOf = (world: World, file: string, name: string, declaredAt: Place, values: readonly number[]): Owner =>
  ({ key: `${file}:${declaredAt.start}`, name, file, declaredAt, shape: shapeOf(world, file, name.slice(name.lastIndexOf('.') + 1), values), collects: isCollection(world, file, values) });

const setIn = (facts: FileFacts, field: string, owns: (fn: number) => boolean): FileFacts['assignments'] => facts.assignments.filter((assignment) => {
  const self = assignment.name === field ? selfOf(facts, assignment.object) : null;
  return self !== null && owns(self);
});

/** Field of a class: where it is declared, or first set on `this`. */
function classField(world: World, file: string, cls: number, field: string): Owner | null {
  const facts = world.files.get(file)?.facts;
  const fact = facts?.classes[cls];
  if (!facts || !fact) return null;
  const declared = facts.functions.find((fn) => fn.kind === 'field' && fn.cls === cls && fn.name === field)?.place;
  const assigned = setIn(facts, field, (fn) => facts.functions[fn]?.cls === cls);
  const member = fact.members.find((m) => m.kind === 'field' && m.name === field && m.value !== undefined);
  const made = assigned.find((a) => facts.functions[a.fn]?.kind === 'constructor');
  // `items;` only names the field; what a reader looks for is where it gets its first value.
  const place = member ? declared : made?.place ?? declared ?? assigned[0]?.place;
  if (!place) return null;
  return ownerOf(world, file, `${fact.name}.${field}`, place, member?.value === undefined ? assigned.map((a) => a.value) : [member.value]);
}

/** A field that a constructor function sets on what it makes. */
function madeField(world: World, file: string, fn: number, field: string): Owner | null {
  const facts = world.files.get(file)?.facts;
  const set = facts ? setIn(facts, field, (owner) => owner === fn) : [];
  const first = set[0];
  return first ? ownerOf(world, file, `${facts?.functions[fn]?.name ?? ''}.${field}`, first.place, set.map((a) => a.value)) : null;
}

/** A function that each call of another one makes anew carries nothing from one to the next. */
const isMadeOnce = ({ world, repetition }: Surroundings, { file, fn }: Value & { v: 'function' }): boolean => {
  const parent = world.files.get(file)?.facts.functions[fn]?.parent ?? 0;
  return parent === 0 || !repetition.again(`${file}#${parent}`);
};

/** What a class or a function itself carries: `Engine.made = 0`. */
function ownField({ world, repetition }: Surroundings, value: Value & { v: 'class' | 'function' }, field: string): Owner | null {
  // Under `prototype` lies what it makes, and nothing of its own.
  const facts = field === 'prototype' ? undefined : world.files.get(value.file)?.facts;
  const isSame = (v: Value): boolean => v.v === value.v && v.file === value.file && (v.v === 'class' ? value.v === 'class' && v.cls === value.cls : value.v === 'function' && v.fn === value.fn);
  const set = facts?.assignments.filter((assignment) => assignment.name === field && facts.exprs[assignment.object]?.k === 'binding' && evaluate(world, value.file, assignment.object).some(isSame)) ?? [];
  const name = value.v === 'class' ? facts?.classes[value.cls]?.name : facts?.functions[value.fn]?.name;
  const first = set.find((assignment) => !repetition.again(`${value.file}#${assignment.fn}`)) ?? set[0];
  return first ? ownerOf(world, value.file, `${name ?? ''}.${field}`, first.place, set.map((a) => a.value)) : null;
}

function fieldOwner(around: Surroundings, value: Value, field: string | undefined): Owner | null {
  const { world, lasting } = around;
  const isOwn = value.v === 'class' || (value.v === 'function' && isMadeOnce(around, value));
  if (field === undefined || field === '*' || (!isOwn && !lasting.has(value))) return null;
  const fieldOf = (of: Value): Owner | null => {
    if (of.v === 'made') return madeField(world, of.file, of.fn, field);
    const declared = of.v === 'class' || of.v === 'instance' ? classField(world, of.file, of.cls, field) : null;
    return declared ?? (of.v === 'class' || of.v === 'function' ? ownField(around, of, field) : null);
  };
  const own = fieldOf(value);
  // Of many alike, what counts is what each of them collects; their marks and names are a matter of the object. So it is with what comes from a base class.
  const owner = own !== null && (isOwn || lasting.single(value)) ? own : lineage(world, value).map(fieldOf).find((found) => found?.collects) ?? null;
  return owner && { ...owner, of: value };
}

/** What a package or another module made is not this variable's own. */
const isForeign = (file: string, values: readonly Value[]): boolean =>
  values.length > 0 && values.every((v) => (v.v === 'origin' && !OWN_COLLECTIONS.test(v.id)) || v.v === 'module' || v.v === 'instance' || v.v === 'class' || ('file' in v && v.file !== undefined && v.file !== file));

/** Keyed by objects, which no other request can name: the private fields that compilers make, notes about what is at hand. */
const isWeak = (world: World, file: string, { values }: BindingFact): boolean => {
  const made = values.flatMap((value) => evaluate(world, file, value));
  return made.length > 0 && made.every((value) => value.v === 'origin' && /^global\.Weak(?:Map|Set)\(\)$/.test(value.id));
};

function variableOwner(world: World, file: string, binding: BindingFact): Owner | null {
  if (isWeak(world, file, binding)) return null;
  // What a bundler wrote remembers modules: `__webpack_module_cache__`.
  if (binding.name.startsWith('__')) return null;
  return binding.kind === 'import' || binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'param' || binding.kind === 'catch' ? null : ownerOf(world, file, binding.name, binding.place, binding.values);
}

const inside = (facts: FileFacts, fn: number, outer: number): boolean => {
  for (let at = fn; at !== 0; at = facts.functions[at]?.parent ?? 0) if (at === outer) return true;
  return false;
};

/**
 * Whether a variable outlives the call of the function that declares it: at module level always; in a function that runs once, when functions
 * inside of it run again; in one that runs again, when a counter goes on in a timer that it set.
 */
function outlives({ repetition }: Surroundings, file: string, facts: FileFacts, binding: BindingFact, mutation: MutationFact): boolean {
  if (binding.fn === 0) return true;
  // One letter in a closure: generated code, or a formula.
  if (mutation.fn === binding.fn || binding.name.length === 1 || !inside(facts, mutation.fn, binding.fn)) return false;
  if (!repetition.again(`${file}#${binding.fn}`)) return repetition.again(`${file}#${mutation.fn}`);
  return mutation.how === 'update' && repetition.rearmed(`${file}#${mutation.fn}`) && !repetition.rearmed(`${file}#${binding.fn}`);
}

/** `const self = this`: what is changed on it belongs to the object. */
const isSelf = (facts: FileFacts, binding: BindingFact): boolean => binding.values.length > 0 && binding.values.every((value) => facts.exprs[value]?.k === 'this');

/** Variable that holds an object, an array or what a call made, in the file that made it. */
function holderOf(around: Surroundings, value: Value, mutation: MutationFact): Owner | null {
  if (value.v !== 'object' && value.v !== 'array' && !(value.v === 'origin' && value.call !== undefined && OWN_COLLECTIONS.test(value.id))) return null;
  const file = value.file ?? '';
  const facts = around.world.files.get(file)?.facts;
  const holds = (id: number): boolean => {
    const expr = facts?.exprs[id];
    return value.v === 'origin' ? expr?.k === 'call' && expr.call === value.call : id === value.expr;
  };
  const binding = facts?.bindings.find((b) => b.kind !== 'param' && b.values.some(holds));
  if (binding && facts) return outlives(around, file, facts, binding, mutation) ? variableOwner(around.world, file, binding) : null;
  const exported = facts?.exports.find((fact) => fact.kind === 'value' && holds(fact.value));
  return exported ? ownerOf(around.world, file, mutation.path[0] ?? 'exports', exported.place, []) : null;
}

/** An object of functions changes in its data only: adding to it or calling through it is wiring. */
function changesData(world: World, value: Value, path: readonly string[]): boolean {
  if (value.v !== 'object') return true;
  const field = path[0];
  const kind = field === undefined || field === '*' ? 'unknown' : propertyKind(world, value, field);
  return kind === 'data' || !isService(world, value);
}

/** `global.x = …`, and what is hung on an application object: `app.locals.x = …`. */
function globalOwner(world: World, file: string, mutation: MutationFact, values: readonly Value[]): Owner | null {
  const field = mutation.path[0];
  if (field === undefined || field === '*') return null;
  const at = (names: readonly string[]): Owner => ({ key: `global:${names.join('.')}`, name: names.join('.'), file, declaredAt: mutation.place, shape: shapeOf(world, file, names[names.length - 1] ?? '', mutation.value === undefined ? [] : [mutation.value]), collects: false });
  for (const value of values) {
    if (value.v !== 'origin') continue;
    if (value.id === 'global') return at(['global', field]);
    // Whoever makes the application fills it in.
    const isMaker = value.file === file && value.call !== undefined && world.files.get(file)?.facts.calls[value.call]?.fn === mutation.fn;
    if (value.id === 'express()' && !isMaker && field === 'locals' && mutation.path.length > 1) return at(['app', ...mutation.path.slice(0, 2)]);
  }
  return null;
}

/** What stands at the end of `context.sessions.set(…)`: the collection itself, wherever it was made. */
function changedValues(world: World, mutation: MutationFact, roots: Value[]): Value[] {
  const whole = mutation.how === 'method' ? mutation.path : mutation.path.slice(0, -1);
  return whole.length === 0 || whole.includes('*') ? [] : whole.reduce((values, name) => memberOf(world, values, name), roots);
}

/** The owner of what a mutation changes, or null when that dies with its call or belongs to somebody else. */
export function ownerOfMutation(around: Surroundings, file: string, mutation: MutationFact): Owner | null {
  const { world } = around;
  const facts = world.files.get(file)?.facts;
  const root = facts?.exprs[mutation.root];
  const values = evaluate(world, file, mutation.root);
  const binding = root?.k === 'binding' ? facts?.bindings[root.binding] : undefined;
  const reassigned = mutation.path.length === 0 && (mutation.how === 'assign' || mutation.how === 'update');
  if (reassigned) return binding && facts && outlives(around, file, facts, binding, mutation) ? variableOwner(world, file, binding) : null;
  if (values.length > 0 && values.every((value) => !changesData(world, value, mutation.path))) return null;
  for (const value of values) {
    const field = fieldOwner(around, value, mutation.path[0]);
    if (field) return field;
  }
  const own = binding && facts && binding.kind !== 'param' && !isSelf(facts, binding) && outlives(around, file, facts, binding, mutation) && !isForeign(file, values) ? variableOwner(world, file, binding) : null;
  return own ?? [...changedValues(world, mutation, values), ...values].map((value) => holderOf(around, value, mutation)).find((owner) => owner !== null) ?? globalOwner(world, file, mutation, values);
}
