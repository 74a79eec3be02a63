/** What lists, Sets, Maps and objects hold: what they are made with, and what calls and assignments of the whole program put into them. Which item is which is not asked. */
import type { CallFact, ExprId } from '../core/facts.js';
import { conclude, recall, restOn } from './conclusions.js';
import { memberOf } from './members.js';
import { type Located, type Value, type World, distinct, eachValue, isEntry, kept, keyOfValue, note, numberOf, numberOfValue } from './world.js';

/** Assignments by a computed name that are looked at, per file. */
const MAX_ASSIGNMENTS = 40;
/** Different values that one collection is told to hold. */
const MOST_HELD = 24;

/** Collections that a call makes; the call says which of them one is. */
const MADE = /^global\.(?:Array|Map|Set|WeakMap)\(\)$/;
/** Methods that put something in, with the first argument that goes in; `set` takes just that one. */
const PUTS = new Map([
  ['global.Map().set', 1], ['global.WeakMap().set', 1], ['global.Set().add', 0],
  ['Array.push', 0], ['Array.unshift', 0], ['Array.splice', 2], ['global.Array().push', 0], ['global.Array().unshift', 0], ['global.Array().splice', 2],
]);
/** What puts whatever it is handed into a collection, and calls nothing. */
const STORES = /^(?:global\.(?:Map|WeakMap)\(\)\.set|global\.(?:Set|WeakSet)\(\)\.add|(?:Array|global\.Array\(\))\.(?:push|unshift|splice)|global\.(?:Map|WeakMap|Set|WeakSet|Array))$/;

export const storesArguments = (values: readonly Value[]): boolean => values.length > 0 && values.every((value) => value.v === 'origin' && STORES.test(value.id));

/** What gives a list of the same items, and what gives one of them. */
const SAME_ITEMS = /^(?:Array|global\.Array\(\))\.(?:filter|slice|reverse|sort|toSorted|toReversed|concat|splice|values)$/;
const ONE_ITEM = /^(?:Array|global\.Array\(\))\.(?:find|findLast|pop|shift|at)$/;
/** The same of lodash and underscore, of the list that they are handed first. */
const ONE_OF_FIRST = /^(?:lodash|underscore)(?:\.default)?\.(?:find|findLast|head|first|last|nth|sample|minBy|maxBy)$/;
const ITEMS_OF_FIRST = /^(?:lodash|underscore)(?:\.default)?\.(?:filter|reject|sortBy|orderBy|uniq|uniqBy|compact|without|reverse|take|takeRight|drop|dropRight|initial|tail|toArray|values)$/;

const evaluate = (world: World, file: string, expr: ExprId): Value[] => world.evaluator.evaluate(world, file, expr);

const isList = (value: Value): boolean => value.v === 'array' || (value.v === 'origin' && value.id === 'global.Array()');

/** Of what is put into the collection; null for what is none, or whose making is not in sight. */
function keyOf(value: Value): string | null {
  if (value.v === 'array' || value.v === 'object') return `held ${value.file}:${value.expr}`;
  return value.v === 'origin' && value.call !== undefined && MADE.test(value.id) ? `held ${value.file ?? ''}:call ${value.call}` : null;
}

/** Each question once: lists that are put into each other in circles end in nothing. */
function remembered(world: World, value: Value, of: 'items' | 'values', draw: () => Value[]): Value[] {
  const at = numberOfValue(value);
  const number = at === null ? numberOf(world.items, of, keyOfValue(value), 0) : numberOf(world.items, of, value.file ?? '', at);
  return recall(world.items.memo, number) ?? conclude(world.items.memo, number, () => distinct(draw()));
}

function putIn(world: World, value: Value): Value[] {
  const key = keyOf(value);
  if (key === null) return [];
  restOn(world.conclusions, key);
  return (world.held.get(key) ?? []).flatMap(({ file, expr, element }) => {
    const values = evaluate(world, file, expr);
    return (element ? elementsOf(world, values) : values).map(kept);
  });
}

/** The first argument of the call that made a value. */
function madeFrom(world: World, value: Value & { v: 'origin' }): Value[] {
  const first = value.file === undefined || value.call === undefined ? undefined : world.files.get(value.file)?.facts.calls[value.call]?.args[0];
  return first === undefined || value.file === undefined ? [] : evaluate(world, value.file, first);
}

/** Values of a Map, of `Object.entries(x)` and of one entry of either. */
const entryValues = (world: World, value: Value & { v: 'origin' }): Value[] => remembered(world, value, 'values', () => {
  if (value.id.startsWith('global.Object.')) return propertiesOf(world, madeFrom(world, value));
  const map: Value = { ...value, id: value.id.startsWith('global.WeakMap') ? 'global.WeakMap()' : 'global.Map()' };
  return [...memberOf(world, elementsOf(world, madeFrom(world, value)), '1'), ...putIn(world, map)];
});

/** What `for (const x of value)` goes through. */
export const elementsOf = (world: World, values: readonly Value[]): Value[] =>
  eachValue(values, (value) => (value.v === 'array' || value.v === 'origin' ? remembered(world, value, 'items', () => itemsOf(world, value)) : []));

/** Files that an upload middleware took, as a list or by the field of the form. */
const UPLOADED_FILES = /\.Request\.files(?:\.\w+)?$/;

function itemsOf(world: World, value: Value & { v: 'array' | 'origin' }): Value[] {
  if (value.v === 'array') {
    const expr = world.files.get(value.file)?.facts.exprs[value.expr];
    return expr?.k === 'array' ? [...expr.items.flatMap((item) => evaluate(world, value.file, item)), ...putIn(world, value)] : [];
  }
  const holds = world.apisOf(value.id).find((api) => api.holds !== undefined)?.holds;
  if (holds !== undefined) return [{ v: 'origin', id: holds }];
  if (UPLOADED_FILES.test(value.id)) return [{ ...value, id: value.id.replace(UPLOADED_FILES, '.Request.file') }];
  if (value.call === undefined) return [];
  switch (value.id) {
    case 'global.Array()': return putIn(world, value);
    case 'global.Set()': return [...elementsOf(world, madeFrom(world, value)), ...putIn(world, value)];
    case 'global.Map()':
    case 'global.Object.entries()': return [{ ...value, id: `${value.id}.entry` }];
    case 'global.Map().values()': return entryValues(world, value);
    case 'global.Object.values()': return propertiesOf(world, madeFrom(world, value));
    default: return [];
  }
}

/** What a callback of `forEach` is given first: of a Map its values. */
export const eachOf = (world: World, values: readonly Value[]): Value[] =>
  values.flatMap((value) => (value.v === 'origin' && /^global\.(?:Weak)?Map\(\)$/.test(value.id) ? entryValues(world, value) : elementsOf(world, [value])));

/** Any property of an object, for a key that is computed. */
export const propertiesOf = (world: World, values: readonly Value[]): Value[] =>
  eachValue(values, (value) => (value.v === 'object' ? remembered(world, value, 'items', () => allOf(world, value)) : []));

function allOf(world: World, value: Value & { v: 'object' }): Value[] {
  const expr = world.files.get(value.file)?.facts.exprs[value.expr];
  return expr?.k === 'object' ? [...expr.props.flatMap(([, prop]) => evaluate(world, value.file, prop)), ...(expr.keyed ?? []).flatMap((prop) => evaluate(world, value.file, prop).map(kept)), ...setByKey(world, value), ...putIn(world, value)] : [];
}

/** `handlers[name] = handler`, in the file that made the object. */
function setByKey(world: World, value: Value & { v: 'object' }): Value[] {
  const index = world.files.get(value.file);
  return (index?.assignmentsByName.get('*') ?? []).slice(0, MAX_ASSIGNMENTS).flatMap((i) => {
    const assignment = index?.facts.assignments[i];
    const same = assignment && evaluate(world, value.file, assignment.object).some((v) => v.v === 'object' && v.expr === value.expr && v.file === value.file);
    return same ? evaluate(world, value.file, assignment.value).map(kept) : [];
  });
}

/** What `list[0]` and `entry[1]` are; of a list it may be any item where more were put in than are written. The key of an entry is not followed. */
export function itemAt(world: World, value: Value, at: number): Value[] {
  if (value.v === 'origin' && isEntry(value)) return at === 1 ? entryValues(world, value) : [];
  const list = value.v === 'array' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
  const item = list?.k === 'array' ? list.items[at] : undefined;
  return value.v === 'array' && item !== undefined ? evaluate(world, value.file, item) : elementsOf(world, [value]);
}

/** What a method gives that takes something out of a collection, or gives it again; null for every other call. */
export function takenOut(world: World, file: string, call: CallFact, callee: Value & { v: 'origin' }): Value[] | null {
  const { id } = callee;
  if (id === 'global.Map().get' || id === 'global.WeakMap().get') return callee.call === undefined ? null : entryValues(world, callee);
  if (id === 'global.Map().values') return callee.call === undefined ? null : [{ ...callee, id: 'global.Map().values()' }];
  if (id === 'global.Map().entries') return callee.call === undefined ? null : [{ ...callee, id: 'global.Map()' }];
  if (id === 'global.Set().values') return callee.call === undefined ? null : [{ ...callee, id: 'global.Set()' }];
  if (id === 'global.Array.from' && call.args.length === 1) return call.args.flatMap((arg) => evaluate(world, file, arg));
  const first = call.args[0];
  const listed = (): Value[] => (first === undefined ? [] : evaluate(world, file, first).filter(isList));
  if (ONE_OF_FIRST.test(id)) return elementsOf(world, listed());
  if (ITEMS_OF_FIRST.test(id)) return listed();
  if (ONE_ITEM.test(id)) return elementsOf(world, receivers(world, file, call));
  return SAME_ITEMS.test(id) ? receivers(world, file, call) : null;
}

/** The lists that a method is called on. */
function receivers(world: World, file: string, { callee }: CallFact): Value[] {
  const expr = world.files.get(file)?.facts.exprs[callee];
  return expr?.k === 'member' ? evaluate(world, file, expr.object).filter(isList) : [];
}

/** Texts and numbers: nothing is called on them that matters. */
function isPlain(world: World, file: string, expr: ExprId): boolean {
  const kind = world.files.get(file)?.facts.exprs[expr]?.k;
  return kind === 'literal' || kind === 'template' || kind === 'regexp' || kind === 'unknown';
}

/** Notes what a call puts into a collection; gives back the topics of which something new was said. */
export function putByCall(world: World, { file, fact, values }: { file: string; fact: CallFact; values: readonly Value[] }): readonly string[] {
  return eachValue(values, (value) => {
    const first = value.v === 'origin' ? PUTS.get(value.id) : undefined;
    if (value.v !== 'origin' || first === undefined) return [];
    const args = value.id.endsWith('.set') ? fact.args.slice(first, first + 1) : fact.args.slice(first);
    const put = args.filter((expr) => !isPlain(world, file, expr));
    const into: Value[] = put.length === 0 ? [] : value.id.startsWith('Array.') ? receivers(world, file, fact) : [{ ...value, id: value.id.slice(0, value.id.lastIndexOf('.')) }];
    return into.flatMap((collection) => put.flatMap((expr) => tell(world, collection, { file, expr, ...(fact.spread ? { element: 'item' as const } : {}) })));
  });
}

function tell(world: World, collection: Value, located: Located): readonly string[] {
  const key = keyOf(collection);
  return key === null ? [] : note(world.held, MOST_HELD, key, located);
}

/** `sessions[id] = socket` on what another file made, and on lists. */
export function putByKey(world: World): string[] {
  return [...world.files].flatMap(([file, { facts, assignmentsByName }]) => (assignmentsByName.get('*') ?? []).slice(0, MAX_ASSIGNMENTS).flatMap((i) => {
    const assignment = facts.assignments[i];
    if (!assignment || isPlain(world, file, assignment.value)) return [];
    const into = evaluate(world, file, assignment.object).filter((value) => isList(value) || (value.v === 'object' && value.file !== file));
    return into.flatMap((collection) => tell(world, collection, { file, expr: assignment.value }));
  }));
}
