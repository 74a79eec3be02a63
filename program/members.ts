/** What a member of a value is: exports, class members, fields set on `this`, object properties, and the names of outside APIs. */
import type { AssignmentFact, ClassFact, ExprId, FileFacts } from '../core/facts.js';
import { isParameter } from './bundled.js';
import { answered, open, recall } from './conclusions.js';
import { canonicalMember } from './origins.js';
import { putElsewhere } from './put-members.js';
import { selfOf } from './self.js';
import { type Located, type Value, type World, distinct, eachValue, kept, numberOf, numberOfValue } from './world.js';

const evaluate = (world: World, file: string, expr: number): Value[] => world.evaluator.evaluate(world, file, expr);

const INDEX = /^\d+$/;

/** All values that `name` can be on any of `values`. */
export function memberOf(world: World, values: Value[], name: string): Value[] {
  const [only] = values;
  if (only === undefined) return values;
  return distinct(eachValue(values, (value) => remembered(world, value, name)));
}

/** Each look-up once: values that spread or inherit from each other in circles end in nothing. */
function remembered(world: World, value: Value, name: string): Value[] {
  const at = value.v === 'array' || value.v === 'expr' ? null : numberOfValue(value);
  if (at === null || value.file === undefined) return member(world, value, name);
  const number = numberOf(world.members, name, value.file, at);
  const { memo } = world.members;
  return recall(memo, number) ?? answered(memo, number, open(memo, number), member(world, value, name));
}

function member(world: World, value: Value, name: string): Value[] {
  switch (value.v) {
    case 'origin': return value.id === 'global' && world.globals.has(name) ? globalMember(world, name) : INDEX.test(name) ? world.evaluator.itemAt(world, value, Number(name)) : putOrOwn(world, value, name);
    case 'module': return world.evaluator.exportValues(world, value.file, name);
    case 'object': return value.kept ? objectMember(world, value, name).map(kept) : objectMember(world, value, name);
    case 'instance': return classMember(world, value, name);
    case 'class': return name === 'prototype' ? [{ v: 'instance', file: value.file, cls: value.cls }] : classMember(world, value, name);
    case 'made': return madeMember(world, value, name);
    case 'wrapped': return wrappedMember(world, value, name);
    case 'function': return functionMember(world, value, name);
    case 'array': return INDEX.test(name) ? world.evaluator.itemAt(world, value, Number(name)) : [{ v: 'origin', id: `Array.${name}` }];
    case 'expr': return exprMember(world, value, name);
    case 'parameter': return [];
  }
}

/** What the program has put there stands in the place of what the package has under that name. */
function putOrOwn(world: World, value: Value & { v: 'origin' }, name: string): Value[] {
  const put = valuesAt(world, putElsewhere(world, value, name));
  return put.length > 0 ? put : originMember(value, name);
}

function originMember(value: Value & { v: 'origin' }, name: string): Value[] {
  const id = canonicalMember(value.id, name);
  if (id === '') return [];
  return value.call === undefined ? [{ v: 'origin', id }] : [{ v: 'origin', id, ...(value.file === undefined ? {} : { file: value.file }), call: value.call }];
}

/** `global.files`, where the program has put something of its own there. */
const globalMember = (world: World, name: string): Value[] => (world.globals.get(name) ?? []).flatMap((located) => evaluate(world, located.file, located.expr));

function exprMember(world: World, value: Value & { v: 'expr' }, name: string): Value[] {
  const expr = world.files.get(value.file)?.facts.exprs[value.expr];
  const text = expr?.k === 'template' || (expr?.k === 'literal' && typeof expr.value === 'string');
  return text ? [{ v: 'origin', id: `String.${name}` }] : [];
}

/** What is assigned to `object.name` in `file` where `owns` says that the object is the one meant. */
function assignedAt(world: World, file: string, name: string, owns: (facts: FileFacts, object: number) => boolean): Located[] {
  const index = world.files.get(file);
  const places = index?.assignmentsByName.get(name);
  if (!index || !places) return NOWHERE;
  return places.flatMap((i) => {
    const assignment = index.facts.assignments[i];
    return assignment && owns(index.facts, assignment.object) ? [{ file, expr: assignment.value }] : NOWHERE;
  });
}

/** The values of that. */
const assigned = (world: World, file: string, name: string, owns: (facts: FileFacts, object: number) => boolean): Value[] => valuesAt(world, assignedAt(world, file, name, owns));

const valuesAt = (world: World, places: readonly Located[]): Value[] => (places.length === 0 ? NOTHING : places.flatMap(({ file, expr }) => evaluate(world, file, expr)));

const NOTHING: Value[] = [];
const NOWHERE: Located[] = [];

function objectMember(world: World, value: Value & { v: 'object' }, name: string): Value[] {
  const expr = world.files.get(value.file)?.facts.exprs[value.expr];
  if (expr?.k !== 'object') return [];
  const own = valuesAt(world, propertiesAt(world, value, name));
  const copied = copiedMembers(world, value, name);
  if (own.length + copied.length > 0) return [...own, ...copied];
  const put = valuesAt(world, putElsewhere(world, value, name));
  return put.length > 0 ? put : expr.spreads.flatMap((spread) => memberOf(world, evaluate(world, value.file, spread), name));
}

/** What an object is made with under a name, and what is put there in its file. */
function propertiesAt(world: World, value: Value & { v: 'object' }, name: string): Located[] {
  const { file } = value;
  const index = world.files.get(file);
  const expr = index?.facts.exprs[value.expr];
  if (!index || expr?.k !== 'object') return NOWHERE;
  const found: Located[] = [];
  for (const [key, prop] of expr.props) if (key === name) found.push({ file, expr: prop });
  const isIt = (id: ExprId): boolean => evaluate(world, file, id).some((one) => one.v === 'object' && one.file === file && one.expr === value.expr);
  const later = assignedAt(world, file, name, (facts, object) => {
    const target = facts.exprs[object];
    if (target?.k === 'binding') return facts.bindings[target.binding]?.values.includes(value.expr) ?? false;
    if (target?.k === 'member') return isIt(object);
    if (target?.k !== 'this') return false;
    const holder = index.holderOfFunction.get(target.fn);
    return index.objectOfFunction.get(target.fn) === value.expr || (typeof holder === 'number' && isIt(holder));
  });
  return later.length === 0 ? found : [...found, ...later];
}

/** `for (const name in plugin) api[name] = plugin[name]`: members of the one are members of the other. */
function copiedMembers(world: World, value: Value & { v: 'object' }, name: string): Value[] {
  const index = world.files.get(value.file);
  const places = index?.assignmentsByName.get('*');
  if (!places) return NOTHING;
  return places.slice(0, MOST_COPIES).flatMap((i) => {
    const assignment = index?.facts.assignments[i];
    const from = assignment && index ? copiedFrom(index.facts, assignment) : undefined;
    const target = assignment ? index?.facts.exprs[assignment.object] : undefined;
    const same = target?.k === 'binding' && (index?.facts.bindings[target.binding]?.values.includes(value.expr) ?? false);
    return same && from !== undefined ? memberOf(world, evaluate(world, value.file, from), name) : [];
  });
}

const MOST_COPIES = 40;

/** `a[key] = b[key]`, also by way of a name for the value: the object b. */
export function copiedFrom(facts: FileFacts, { key, value }: AssignmentFact): ExprId | undefined {
  const at = key === undefined ? undefined : facts.exprs[key];
  const put = facts.exprs[value];
  const binding = put?.k === 'binding' ? facts.bindings[put.binding] : undefined;
  const [only, ...further] = binding?.values ?? [];
  const read = binding && only !== undefined && further.length === 0 ? facts.exprs[only] : put;
  const by = read?.k === 'index' ? facts.exprs[read.index] : undefined;
  return read?.k === 'index' && at?.k === 'binding' && by?.k === 'binding' && at.binding === by.binding ? read.object : undefined;
}

const ownMember = (cls: ClassFact, name: string, isStatic: boolean): ClassFact['members'] => cls.members.filter((m) => m.name === name && m.static === isStatic);

/** What members of a class are: a field's first value, a method, what a getter gives back. */
function classMembersAt(world: World, file: string, members: ClassFact['members']): Located[] {
  return members.flatMap(({ kind, value }): Located[] => {
    if (value === undefined) return NOWHERE;
    if (kind !== 'getter') return [{ file, expr: value }];
    return evaluate(world, file, value).flatMap((v) => (v.v === 'function' ? (world.files.get(v.file)?.facts.functions[v.fn]?.returns ?? []).map((expr) => ({ file: v.file, expr })) : NOWHERE));
  });
}

/** Asks a class, and where it has no answer those that it may extend, each once; `beyond` answers for a base class from outside of the program. */
function inherited<T>(world: World, start: { file: string; cls: number }, own: (file: string, cls: number) => T[], beyond: (parent: Value & { v: 'origin' }) => T[]): T[] {
  const asked = new Set<string>();
  const pending = [start];
  const answers: T[] = [];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    const { file, cls } = at;
    const superclass = world.files.get(file)?.facts.classes[cls]?.superclass;
    if (asked.has(`${file}#${cls}`) || asked.size > MOST_BASES) continue;
    asked.add(`${file}#${cls}`);
    const found = own(file, cls);
    answers.push(...found);
    if (found.length > 0 || superclass === undefined) continue;
    for (const parent of parentsOf(world, file, superclass)) {
      if (parent.v === 'class') pending.push({ file: parent.file, cls: parent.cls });
      else if (parent.v === 'origin') answers.push(...beyond(parent));
    }
  }
  return answers;
}

const MOST_BASES = 32;

/** Of a class, or of its instances: its own, inherited ones, and what is put elsewhere onto it or onto one that it extends. */
function classMember(world: World, value: Value & { v: 'instance' | 'class' }, name: string): Value[] {
  const [isStatic, ownAt] = value.v === 'class' ? [true, ownStaticMembersAt] : [false, ownInstanceMembersAt];
  const own = inherited(world, value, (file, cls) => valuesAt(world, ownAt(world, file, cls, name)), (parent) => originMember(isStatic ? parent : { v: 'origin', id: `${parent.id}()` }, name));
  if (!own.every((one) => one.v === 'origin')) return distinct(own);
  return distinct([...valuesAt(world, inherited(world, value, (file, cls) => putElsewhere(world, { v: value.v, file, cls }, name), () => NOWHERE)), ...own]);
}

function ownInstanceMembersAt(world: World, file: string, cls: number, name: string): Located[] {
  const fact = world.files.get(file)?.facts.classes[cls];
  if (!fact) return NOWHERE;
  return [
    ...classMembersAt(world, file, ownMember(fact, name, false)),
    ...assignedAt(world, file, name, (f, object) => {
      const target = f.exprs[object];
      const self = selfOf(f, object);
      if (self !== null) return f.functions[self]?.cls === cls && !f.functions[self]?.static;
      return target?.k === 'member' && target.name === 'prototype' && isClass(world, file, target.object, cls);
    }),
  ];
}

const isClass = (world: World, file: string, expr: number, cls: number): boolean =>
  evaluate(world, file, expr).some((value) => value.v === 'class' && value.file === file && value.cls === cls);

function ownStaticMembersAt(world: World, file: string, cls: number, name: string): Located[] {
  const fact = world.files.get(file)?.facts.classes[cls];
  if (!fact) return NOWHERE;
  return [
    ...classMembersAt(world, file, ownMember(fact, name, true)),
    ...assignedAt(world, file, name, (facts, object) => {
      const target = facts.exprs[object];
      if (target?.k === 'this') return facts.functions[target.fn]?.cls === cls && facts.functions[target.fn]?.static === true;
      return target?.k === 'binding' && isClass(world, file, object, cls);
    }),
  ];
}

/** Members that a constructor function and the functions on its prototype set. */
function madeMember(world: World, value: Value & { v: 'made' }, name: string): Value[] {
  if (!world.files.has(value.file)) return [];
  const mine = isMadeBy(world, value);
  const set = valuesAt(world, madeMembersAt(world, value, name));
  const whole = assigned(world, value.file, 'prototype', (_facts, object) => mine(object)).filter((v) => v.v === 'object');
  const own = [...set, ...memberOf(world, whole, name)];
  if (own.length > 0 || name === 'super_') return own;
  const parents = callable(world, assigned(world, value.file, 'super_', (_facts, object) => mine(object)));
  const ofParents = memberOf(world, parents.flatMap((parent): Value[] => madeOf(parent)), name);
  return ofParents.every((one) => one.v === 'origin') ? [...valuesAt(world, putElsewhere(world, value, name)), ...ofParents] : ofParents;
}

const isMadeBy = (world: World, { file, fn }: Value & { v: 'made' }) => (expr: number): boolean => evaluate(world, file, expr).some((v) => v.v === 'function' && v.file === file && v.fn === fn);

function madeMembersAt(world: World, value: Value & { v: 'made' }, name: string): Located[] {
  const index = world.files.get(value.file);
  if (!index) return NOWHERE;
  const mine = isMadeBy(world, value);
  return assignedAt(world, value.file, name, (facts, object) => {
    const target = facts.exprs[object];
    if (target?.k === 'member' && target.name === 'prototype') return mine(target.object);
    if (target?.k === 'binding') return facts.bindings[target.binding]?.values.some((v) => facts.exprs[v]?.k === 'this' && (facts.exprs[v] as { fn: number }).fn === value.fn) ?? false;
    if (target?.k !== 'this') return false;
    const prototype = index.prototypeOfFunction.get(target.fn);
    return target.fn === value.fn || (prototype !== undefined && mine(prototype));
  });
}

/** The expressions by which the program says what `name` of a value is, as far as it says it with expressions. What a call among them is made with still stands there; its values no longer tell it. */
export function definitionsOf(world: World, value: Value, name: string): Located[] {
  switch (value.v) {
    case 'object': return propertiesAt(world, value, name);
    case 'instance': return inherited(world, value, (file, cls) => ownInstanceMembersAt(world, file, cls, name), () => NOWHERE);
    case 'class': return inherited(world, value, (file, cls) => ownStaticMembersAt(world, file, cls, name), () => NOWHERE);
    case 'made': return madeMembersAt(world, value, name);
    case 'module': return world.evaluator.exportedAt(world, value.file, name);
    default: return NOWHERE;
  }
}

/** What constructing a value makes. */
const madeOf = (value: Value): Value[] => {
  if (value.v === 'function') return [{ v: 'made', file: value.file, fn: value.fn }];
  if (value.v === 'class') return [{ v: 'instance', file: value.file, cls: value.cls }];
  return value.v === 'origin' ? [{ v: 'origin', id: `${value.id}()` }] : [];
};

/** Exports of a module in a bundle, by name or as a whole; `default` of one without is the whole. */
function wrappedMember(world: World, value: Value & { v: 'wrapped' }, name: string): Value[] {
  const named = assigned(world, value.file, name, (facts, object) => isParameter(facts, object, value.fn, value.exports) || isWhole(facts, object, value));
  if (named.length > 0) return named;
  const whole = wholeOf(world, value);
  return name === 'default' ? (whole.length > 0 ? whole : [value]) : memberOf(world, whole, name);
}

/** `module.exports` of the wrapped module. */
function isWhole(facts: FileFacts, object: number, value: Value & { v: 'wrapped' }): boolean {
  const target = facts.exprs[object];
  return target?.k === 'member' && target.name === 'exports' && isParameter(facts, target.object, value.fn, value.module);
}

const wholeOf = (world: World, value: Value & { v: 'wrapped' }): Value[] => assigned(world, value.file, 'exports', (facts, object) => isParameter(facts, object, value.fn, value.module));

/** Properties set on a function; a returned `prototype` stands for what `new` makes. */
function functionMember(world: World, value: Value & { v: 'function' }, name: string): Value[] {
  if (name === 'prototype') return [{ v: 'made', file: value.file, fn: value.fn }];
  const own = assigned(world, value.file, name, (facts, object) => {
    const target = facts.exprs[object];
    return target?.k === 'binding' && evaluate(world, value.file, object).some((v) => v.v === 'function' && v.fn === value.fn);
  });
  return own.length > 0 ? own : valuesAt(world, putElsewhere(world, value, name));
}

/** What a class extends, where it does. */
export function parentsOf(world: World, file: string, superclass: ExprId | undefined): Value[] {
  return superclass === undefined ? [] : callable(world, evaluate(world, file, superclass));
}

/** A module that is called or constructed stands for its default export. */
export function callable(world: World, values: Value[]): Value[] {
  if (!values.some((value) => value.v === 'module' || value.v === 'wrapped')) return values;
  return distinct(values.flatMap((value) => {
    if (value.v === 'wrapped') return [value, ...wholeOf(world, value)];
    return value.v === 'module' ? givenAsWhole(world, value.file, []) : [value];
  }));
}

/** What a module gives away as a whole, also where that is what another gives: `module.exports = require('./server')`. */
const givenAsWhole = (world: World, file: string, within: readonly string[]): Value[] =>
  world.evaluator.exportValues(world, file, 'default').flatMap((value) => {
    if (value.v !== 'module') return [value];
    return value.file === file || within.includes(value.file) ? [] : givenAsWhole(world, value.file, [...within, file]);
  });

/** A field that each object has set once it is made. */
export const isSetByConstructor = ({ files }: World, owners: readonly Value[], name: string): boolean => owners.some((owner) => {
  const index = owner.v === 'instance' ? files.get(owner.file) : undefined;
  return (index?.assignmentsByName.get(name) ?? []).some((i) => {
    const fn = index?.facts.functions[index.facts.assignments[i]?.fn ?? -1];
    return owner.v === 'instance' && fn?.kind === 'constructor' && fn.cls === owner.cls;
  });
});
