/** What an expression can be, followed through names, imports, members, calls and parameters of the whole program. Answers with every possibility it finds, or with nothing. */
import type { CallFact, Expr, ExprId } from '../core/facts.js';
import { defaultGetter, wrappedBy } from './bundled.js';
import { eachOf, elementsOf, itemAt, propertiesOf, takenOut } from './collections.js';
import { compilerHelper } from './compiled.js';
import { computedModules } from './computed-loads.js';
import { answered, conclude, open, recall, restOn } from './conclusions.js';
import { callable, definitionsOf, memberOf, parentsOf } from './members.js';
import { putElsewhere } from './put-members.js';
import { soleInstance } from './sole-fields.js';
import { canonical, exported, instanceOrigin, isPromisify, promisified } from './origins.js';
import { type Evaluator, type FileIndex, type Located, type Value, type World, atHand, distinct, eachValue, numberOf, openedFile, parameterKey, selfKey } from './world.js';

/** Assignments of one variable that are looked at. */
const MAX_ASSIGNMENTS = 40;

/** Every value that the expression can have. Cycles end in nothing. */
export function evaluate(world: World, file: string, id: ExprId): Value[] {
  const index = world.files.get(file);
  if (!index) return [];
  const known = recall(index.values, id);
  if (known) return known;
  const expr = index.facts.exprs[id];
  if (!expr) return [];
  const start = open(index.values, id);
  return answered(index.values, id, start, distinct(reduce(world, file, id, expr)));
}

export const evaluateLocated = (world: World, located: Located): Value[] => {
  const values = evaluate(world, located.file, located.expr);
  if (located.element === undefined) return atHand(values);
  return located.element === 'each' ? eachOf(world, values) : elementsOf(world, values);
};

function reduce(world: World, file: string, id: ExprId, expr: Expr): Value[] {
  switch (expr.k) {
    case 'literal':
    case 'template': return [{ v: 'expr', file, expr: id }];
    case 'regexp': return [{ v: 'origin', id: 'RegExp' }];
    case 'import': return importValues(world, file, expr.from, expr.name);
    case 'require': return required(world, file, expr.from);
    case 'binding': return bindingValues(world, file, expr.binding);
    case 'global': return globalValues(world, expr.name, file, id);
    case 'member': return isModuleExports(world, file, expr) ? [{ v: 'module', file }] : memberAt(world, evaluate(world, file, expr.object), expr.name);
    case 'index': return indexed(world, file, expr.object, expr.index);
    case 'call': return callResult(world, file, expr.call, id);
    case 'function': return [{ v: 'function', file, fn: expr.fn }];
    case 'class': return [{ v: 'class', file, cls: expr.cls }];
    case 'object': return [{ v: 'object', file, expr: id }];
    case 'array': return [{ v: 'array', file, expr: id }];
    case 'any': return expr.of.flatMap((of) => evaluate(world, file, of));
    case 'await': return evaluate(world, file, expr.of);
    case 'this': return thisValues(world, file, expr.fn);
    case 'super': return superValues(world, file, expr.fn);
    case 'meta': return [{ v: 'origin', id: 'import.meta' }];
    case 'element': return elementsOf(world, evaluate(world, file, expr.of));
    case 'typed': return typedValues(world, file, expr.of, expr.query);
    case 'unknown': return [];
  }
}

/** A member of what is known, or what a receiver of which nothing is known can have under that name. */
function memberAt(world: World, of: Value[], name: string): Value[] {
  const found = memberOf(world, of, name);
  const put = found.every((value) => value.v === 'origin') ? soleInstance(world, of, name) : [];
  return put.length > 0 ? put : found;
}

/** What `name` of the module `specifier` is. */
export function importValues(world: World, file: string, specifier: string, name: string): Value[] {
  const resolution = world.resolve(file, specifier);
  switch (resolution.kind) {
    case 'file': return name === '*' ? [{ v: 'module', file: resolution.file }] : exportValues(world, resolution.file, name);
    case 'builtin': return origin(exported(resolution.name, name));
    case 'package': return origin(exported(resolution.subpath ? `${resolution.name}/${resolution.subpath.replace(/\.[cm]?js$/, '')}` : resolution.name, name));
    default: return [];
  }
}

const origin = (id: string, made?: { file: string; call: number }): Value[] => (id === '' ? [] : [{ v: 'origin', id, ...made }]);

function required(world: World, file: string, from: ExprId): Value[] {
  const expr = world.files.get(file)?.facts.exprs[from];
  if (expr?.k !== 'literal') return computedModules(world, file, from).map((module) => ({ v: 'module', file: module }));
  return typeof expr.value === 'string' ? importValues(world, file, expr.value, '*') : [];
}

/** Values of an export, through re-exports, `export *`, `module.exports` and its properties. */
export function exportValues(world: World, file: string, name: string): Value[] {
  const number = numberOf(world.exports, name, file, 0);
  return recall(world.exports.memo, number) ?? conclude(world.exports.memo, number, () => exportsNamed(world, file, name, new Set()));
}

/** The expressions that a module exports under a name, through re-exports; none of what `export *` and a package give. */
function exportedAt(world: World, file: string, name: string, within: readonly string[] = []): Located[] {
  const index = openedFile(world, file);
  const key = `${file}:${name}`;
  if (!index || within.includes(key)) return [];
  const named = (index.exportsByName.get(name) ?? []).flatMap((i): Located[] => {
    const fact = index.facts.exports[i];
    if (fact?.kind === 'value') return [{ file, expr: fact.value }];
    const from = fact ? world.resolve(file, fact.from) : undefined;
    return fact && from?.kind === 'file' && fact.imported !== '*' ? exportedAt(world, from.file, fact.imported, [...within, key]) : [];
  });
  if (named.length > 0 || name === 'default') return named;
  return (index.exportsByName.get('default') ?? []).flatMap((i): Located[] => {
    const fact = index.facts.exports[i];
    return fact?.kind === 'value' && fact.cjs ? evaluate(world, file, fact.value).flatMap((value) => definitionsOf(world, value, name)) : [];
  });
}

function exportsNamed(world: World, file: string, name: string, seen: ReadonlySet<string>): Value[] {
  const index = openedFile(world, file);
  const key = `${file}:${name}`;
  if (!index || seen.has(key)) return [];
  const visited = new Set(seen).add(key);
  const named = (index.exportsByName.get(name) ?? []).flatMap((i): Value[] => {
    const fact = index.facts.exports[i];
    if (!fact) return [];
    if (fact.kind === 'value') return evaluate(world, file, fact.value);
    return reexported(world, file, fact.from, fact.imported, visited);
  });
  if (named.length > 0) return distinct(named);
  if (name === 'default') {
    const whole = index.facts.exports.some((fact) => fact.kind === 'value' || fact.kind === 'reexport');
    return whole ? [{ v: 'module', file }] : [];
  }
  const starred = (index.exportsByName.get('*') ?? []).flatMap((i): Value[] => {
    const fact = index.facts.exports[i];
    if (!fact) return [];
    if (fact.kind === 'value') return memberOf(world, evaluate(world, file, fact.value), name);
    return reexported(world, file, fact.from, name, visited);
  });
  if (starred.length > 0) return distinct(starred);
  const put = index.facts.module === 'commonjs' ? putOnExports(world, index, name) : [];
  if (put.length > 0) return distinct(put);
  const whole = (index.exportsByName.get('default') ?? []).flatMap((i) => {
    const fact = index.facts.exports[i];
    return fact?.kind === 'value' && fact.cjs ? memberOf(world, evaluate(world, file, fact.value), name) : [];
  });
  return distinct(whole.length > 0 ? whole : putElsewhere(world, { v: 'module', file }, name).flatMap((located) => evaluateLocated(world, located)));
}

/** `(function (out) { out.save = … })(exports)`, `const root = typeof exports === 'undefined' ? this : exports`: what the module gives away, by a name that is it as far as values tell. */
function putOnExports(world: World, { facts, assignmentsByName }: FileIndex, name: string): Value[] {
  return (assignmentsByName.get(name) ?? []).flatMap((i): Value[] => {
    const put = facts.assignments[i];
    const isExports = put && facts.exprs[put.object]?.k === 'binding' && evaluate(world, facts.file, put.object).some((value) => value.v === 'module' && value.file === facts.file);
    return isExports ? evaluate(world, facts.file, put.value) : [];
  });
}

function reexported(world: World, file: string, from: string, imported: string, seen: ReadonlySet<string>): Value[] {
  const resolution = world.resolve(file, from);
  if (resolution.kind === 'file' && imported !== '*') return exportsNamed(world, resolution.file, imported, seen);
  return importValues(world, file, from, imported);
}

/** Once per binding: generated code assigns one variable a thousand times and reads it as often. */
function bindingValues(world: World, file: string, index: number): Value[] {
  const held = world.files.get(file)?.bindingValues;
  if (!held) return [];
  const known = recall(held, index);
  if (known) return known;
  const start = open(held, index);
  return answered(held, index, start, distinct(readBinding(world, file, index)));
}

const NOTHING: Value[] = [];

/** What any of the expressions can be, as far as so many are looked at. */
function valuesOf(world: World, file: string, exprs: readonly ExprId[]): Value[] {
  const only = exprs[0];
  if (only === undefined) return NOTHING;
  return exprs.length === 1 ? evaluate(world, file, only) : exprs.slice(0, MAX_ASSIGNMENTS).flatMap((expr) => evaluate(world, file, expr));
}

function readBinding(world: World, file: string, index: number): Value[] {
  const binding = world.files.get(file)?.facts.bindings[index];
  if (!binding) return [];
  const own = valuesOf(world, file, binding.values);
  if (!binding.param) return own;
  const key = parameterKey(file, binding.fn, binding.param.index);
  restOn(world.conclusions, key);
  const given = givenValues(world, key);
  const origins = world.parameterOrigins.get(key);
  const known: Value[] = origins ? [...given, ...[...origins].map(([id, made]): Value => ({ v: 'origin', id, ...made }))] : given;
  const inner = binding.param.rest ? NOTHING : binding.param.path.reduce((values, name) => memberOf(world, values, name), known);
  if (inner.length + own.length > 0) return own.length === 0 ? inner : [...own, ...inner];
  const typed = binding.param.path.length > 0 ? [] : typeOfParameter(world, file, binding.type, key);
  return typed.length > 0 ? typed : [{ v: 'parameter', file, fn: binding.fn, index: binding.param.index }];
}

/** What calls were seen to hand to a parameter. */
function givenValues(world: World, key: string): Value[] {
  const given = world.parameters.get(key);
  const only = given?.[0];
  if (!given || only === undefined) return NOTHING;
  return given.length === 1 ? evaluateLocated(world, only) : given.flatMap((located) => evaluateLocated(world, located));
}

/** What the type of a parameter says, which the code or the compiler's metadata names: an injected service. */
function typeOfParameter(world: World, file: string, type: ExprId | undefined, key: string): Value[] {
  if (type !== undefined) return evaluate(world, file, type);
  const noted = world.parameterTypes.get(key);
  return noted ? instancesOf(world, evaluate(world, noted.file, noted.expr)) : [];
}

function typedValues(world: World, file: string, of: ExprId, query: boolean): Value[] {
  const values = typeNamed(world, file, of);
  return query ? values : instancesOf(world, values);
}

/** What the name of a type stands for; an import of types alone counts here. */
function typeNamed(world: World, file: string, id: ExprId): Value[] {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  if (expr?.k === 'member') return memberOf(world, typeNamed(world, file, expr.object), expr.name);
  if (expr?.k !== 'binding') return [];
  const imported = facts?.bindings[expr.binding]?.typeImport;
  return evaluate(world, file, imported ?? id);
}

const instancesOf = (world: World, values: Value[]): Value[] => eachValue(callable(world, values), (value): Value[] => {
  if (value.v === 'class') return [{ v: 'instance', file: value.file, cls: value.cls }];
  if (value.v === 'function') return [{ v: 'made', file: value.file, fn: value.fn }];
  return value.v === 'origin' ? origin(instanceOrigin(value.id, world.apisOf(value.id).find((api) => api.returns !== undefined)?.returns)) : [];
});

function globalValues(world: World, name: string, file: string, id: ExprId): Value[] {
  if (name === 'exports') return [{ v: 'module', file }];
  if (name === 'module') return [];
  if (name === 'undefined') return [{ v: 'expr', file, expr: id }];
  if (name === 'globalThis' || name === 'global') return [{ v: 'origin', id: 'global' }];
  const assigned = (world.globals.get(name) ?? []).flatMap((located) => evaluateLocated(world, located));
  return assigned.length > 0 ? assigned : origin(canonical(`global.${name}`));
}

function isModuleExports(world: World, file: string, expr: Expr & { k: 'member' }): boolean {
  const object = world.files.get(file)?.facts.exprs[expr.object];
  return expr.name === 'exports' && object?.k === 'global' && object.name === 'module';
}

function indexed(world: World, file: string, object: ExprId, index: ExprId): Value[] {
  const at = world.files.get(file)?.facts.exprs[index];
  const values = evaluate(world, file, object);
  if (at?.k === 'literal') return at.value === null || typeof at.value === 'boolean' ? [] : memberOf(world, values, String(at.value));
  // A key that is computed may pick any of them: handler tables, strategy maps.
  return eachValue(values, (value) => (value.v === 'object' ? propertiesOf(world, [value]) : value.v === 'module' ? anyExport(world, value.file) : elementsOf(world, [value])));
}

/** `handlers[name]`, where the handlers are what a module exports by name, or lie in the one object that it gives. */
function anyExport(world: World, file: string): Value[] {
  const index = openedFile(world, file);
  const names = [...(index?.exportsByName.keys() ?? [])].filter((name) => name !== '*' && name !== 'default' && name !== '__esModule');
  const whole = (index?.exportsByName.get('default') ?? []).some((i) => { const fact = index?.facts.exports[i]; return fact?.kind === 'value' && fact.cjs; });
  return [...names.flatMap((name) => exportValues(world, file, name)), ...(whole ? propertiesOf(world, exportValues(world, file, 'default')) : [])];
}

/** What the callee of a call can be; `f.call(x)`, `f.apply(x)` and `f.bind(x)` count as f. */
export function calleeValues(world: World, file: string, callee: ExprId): Value[] {
  const expr = world.files.get(file)?.facts.exprs[callee];
  if (expr?.k === 'member' && (expr.name === 'call' || expr.name === 'apply')) {
    const receiver = callable(world, evaluate(world, file, expr.object));
    if (receiver.some((value) => value.v === 'function' || (value.v === 'origin' && value.id !== 'global.Reflect'))) return receiver;
  }
  return callable(world, evaluate(world, file, callee));
}

/** Functions that give back their first argument, changed or not. */
const IDENTITY = new Set(['node:util.callbackify', 'node:util.deprecate', 'global.Object.freeze', 'global.Object.seal', 'global.Object.assign', 'global.Object.create', 'global.Promise.resolve', 'global.Promise.all', 'global.structuredClone', 'global.Promise.allSettled']);

function callResult(world: World, file: string, index: number, id: ExprId): Value[] {
  const call = world.files.get(file)?.facts.calls[index];
  if (!call) return [];
  const made = madeByHelper(world, file, call) ?? madeByMethod(world, file, call);
  if (made.length > 0) return made;
  const results = eachValue(calleeValues(world, file, call.callee), (value): Value[] => {
    switch (value.v) {
      case 'function': return call.kind === 'new' ? [{ v: 'made', file: value.file, fn: value.fn }] : returned(world, value);
      case 'class': return call.kind === 'new' ? [{ v: 'instance', file: value.file, cls: value.cls }] : [];
      case 'origin': return takenOut(world, file, call, value) ?? originResult(world, file, index, value, call.args);
      case 'wrapped': return [value];
      default: return [];
    }
  });
  return results.length > 0 ? results : [{ v: 'expr', file, expr: id }];
}

/** What a helper of a compiler gives back, or what the function returns that it runs; null for every other call. */
function madeByHelper(world: World, file: string, call: CallFact): Value[] | null {
  const facts = world.files.get(file)?.facts;
  const wrapped = facts ? wrappedBy(facts, call) : [];
  if (wrapped.length > 0) return wrapped;
  const getter = facts ? defaultGetter(facts, call) : undefined;
  if (getter !== undefined) return evaluate(world, file, getter);
  const helper = facts ? compilerHelper(facts, call) : null;
  const argument = helper ? call.args[helper.index] : undefined;
  if (!helper || argument === undefined) return null;
  const values = evaluate(world, file, argument);
  return helper.does === 'gives' ? values : values.flatMap((value) => (value.v === 'function' ? returned(world, value) : []));
}

/** `f.bind(x)` is f; `promise.then(f)` is what f returns. */
function madeByMethod(world: World, file: string, call: CallFact): Value[] {
  const callee = world.files.get(file)?.facts.exprs[call.callee];
  if (callee?.k !== 'member') return [];
  if (callee.name === 'bind') return callable(world, evaluate(world, file, callee.object)).filter((value) => value.v === 'function' || value.v === 'origin');
  const first = call.args[0];
  if (callee.name !== 'then' || first === undefined) return [];
  return eachValue(evaluate(world, file, first), (value) => (value.v === 'function' ? returned(world, value) : []));
}

function returned(world: World, { file, fn }: Value & { v: 'function' }): Value[] {
  const returns = world.files.get(file)?.facts.functions[fn]?.returns ?? [];
  const [only] = returns;
  return returns.length === 1 && only !== undefined ? evaluate(world, file, only) : returns.flatMap((of) => evaluate(world, file, of));
}

function originResult(world: World, file: string, index: number, callee: Value & { v: 'origin' }, args: ExprId[]): Value[] {
  const { id } = callee;
  const first = args[0];
  const made = { file, call: index };
  if (first !== undefined && isPromisify(id)) {
    return evaluate(world, file, first).map((value) => (value.v === 'origin' ? { ...value, id: promisified(value.id, id) } : value));
  }
  if (first !== undefined && IDENTITY.has(id)) return evaluate(world, file, first);
  if (first !== undefined && id === 'global.require') return required(world, file, first);
  // What the traps of a proxy do not answer, the thing behind it does.
  if (first !== undefined && id === 'global.Proxy') return [...evaluate(world, file, first), ...origin('global.Proxy()', made)];
  const returns = /\(\)\.(?:catch|finally)$/.test(id) ? 'self' : world.apisOf(id).find((api) => api.returns !== undefined)?.returns;
  // A fluent method gives back the object it was called on: the same router, the same opened file.
  if (returns === 'self') return origin(id.replace(/\.[^.()]+$/, ''), callee.call === undefined ? made : { file: callee.file ?? file, call: callee.call });
  if (returns === 'argument') return first === undefined ? [] : evaluate(world, file, first);
  if (returns === 'instance') return first === undefined ? [] : instancesOf(world, evaluate(world, file, first));
  return origin(canonical(returns ?? `${id}()`), made);
}

/** What a function lies on that is assigned to a member; nothing where it is written to be constructed. */
function heldBy(world: World, { facts, holderOfFunction }: FileIndex, fn: number): Value[] {
  const holder = holderOfFunction.get(fn);
  if (holder === undefined || /^[A-Z]/.test(facts.functions[fn]?.name ?? '')) return NO_HOLDER;
  return holder === null ? [{ v: 'module', file: facts.file }] : evaluate(world, facts.file, holder).filter(({ v }) => /^(?:object|instance|made|module|class|function|origin)$/.test(v));
}

const NO_HOLDER: Value[] = [];

/** Class instance, object literal, or what `new` of a plain function makes. */
function thisValues(world: World, file: string, fn: number): Value[] {
  const index = world.files.get(file);
  const fact = index?.facts.functions[fn];
  if (!index || !fact) return [];
  // A module of CommonJS begins as a method of what it gives away.
  if (fn === 0) return index.facts.module === 'commonjs' ? [{ v: 'module', file }] : [];
  if (fact.cls !== undefined) return [fact.static ? { v: 'class', file, cls: fact.cls } : { v: 'instance', file, cls: fact.cls }];
  const wrapped = index.classOfWrapped.get(fn);
  if (wrapped !== undefined) return [{ v: 'instance', file, cls: wrapped }];
  const object = index.objectOfFunction.get(fn);
  const prototype = index.prototypeOfFunction.get(fn);
  if (prototype !== undefined) {
    return callable(world, evaluate(world, file, prototype)).flatMap((value): Value[] =>
      value.v === 'function' ? [{ v: 'made', file: value.file, fn: value.fn }] : value.v === 'class' ? [{ v: 'instance', file: value.file, cls: value.cls }] : []);
  }
  const holder = object === undefined ? heldBy(world, index, fn) : [];
  if (holder.length > 0) return [...givenSelf(world, file, fn), ...holder];
  return [...givenSelf(world, file, fn), object !== undefined ? { v: 'object', file, expr: object } : { v: 'made', file, fn }];
}

/** The instances that the function is called on by `f.call(x)` and `f.apply(x, …)`. */
function givenSelf(world: World, file: string, fn: number): Value[] {
  const key = selfKey(file, fn);
  restOn(world.conclusions, key);
  return givenValues(world, key).filter((value) => value.v === 'instance');
}

function superValues(world: World, file: string, fn: number): Value[] {
  const index = world.files.get(file);
  const cls = index?.facts.functions[fn]?.cls;
  const superclass = cls === undefined ? undefined : index?.facts.classes[cls]?.superclass;
  return parentsOf(world, file, superclass).flatMap((value): Value[] =>
    value.v === 'class' ? [{ v: 'instance', file: value.file, cls: value.cls }] : value.v === 'origin' ? [{ v: 'origin', id: `${value.id}()` }] : []);
}

export const evaluator: Evaluator = { evaluate, exportValues, exportedAt, itemAt };
