/** The facts of all files with what linking learns on the way: the one thing the functions of this room hand around. */
import type { ExprId, FileFacts } from '../core/facts.js';
import type { ApiEntry } from '../core/program.js';
import type { Resolution } from '../core/resolve.js';
import { type Conclusions, type Memo, createConclusions, createMemo } from './conclusions.js';

/** An expression and the file it stands in. */
export interface Located {
  file: string;
  expr: ExprId;
  /** Not the value itself but an item of it, or what `forEach` hands to its callback: of a Map a value, not an entry. */
  element?: 'item' | 'each';
}

/** The call that made a value. */
export interface Made {
  file: string;
  call: number;
}

export type Value =
  /** An API outside of the program, or what a call of it returns; `call` is the call that made it. */
  | { v: 'origin'; id: string; file?: string; call?: number }
  | { v: 'function'; file: string; fn: number }
  | { v: 'class'; file: string; cls: number }
  | { v: 'instance'; file: string; cls: number }
  /** What `new F()` makes of a plain function. */
  | { v: 'made'; file: string; fn: number }
  | { v: 'module'; file: string }
  /** `kept`: taken out of a collection, and what it holds with it. */
  | { v: 'object'; file: string; expr: ExprId; kept?: true }
  | { v: 'array'; file: string; expr: ExprId }
  /** A literal, a template, or what nothing more is known of. */
  | { v: 'expr'; file: string; expr: ExprId }
  /** What a module gives away that a bundler wrapped into the function `fn`; which of its parameters are `exports` and `module`. */
  | { v: 'wrapped'; file: string; fn: number; exports: number; module: number }
  /** A parameter whose callers are not known. */
  | { v: 'parameter'; file: string; fn: number; index: number };

/** Everything per file that is looked up often. */
export interface FileIndex {
  facts: FileFacts;
  /** Object literals. */
  objects: readonly ExprId[];
  /** Loads of what is no constant name. */
  computedLoads: readonly ExprId[];
  /** It asks where it lies itself: `__dirname`, `import.meta`. */
  asksPlace: boolean;
  /** Object literal that holds a function as a property. */
  objectOfFunction: Map<number, ExprId>;
  /** Function that a call wraps whose result a field of the class holds: `save = debounce(function () {…})`. */
  classOfWrapped: Map<number, number>;
  /** Function that is assigned to `X.prototype.name`: the expression X. */
  prototypeOfFunction: Map<number, ExprId>;
  /** What a function that is assigned to a member lies on: the x of `x.open = function () {…}`; null: what the module gives away. */
  holderOfFunction: Map<number, ExprId | null>;
  assignmentsByName: Map<string, number[]>;
  exportsByName: Map<string, number[]>;
  /** Values of expressions and bindings, as far as they were asked for. */
  values: Memo<Value>;
  bindingValues: Memo<Value>;
}

/** Answers by a name, a file and something in it that a number stands for. Each key is looked up as it is: putting a text together costs more than the answer. */
export interface NamedMemo {
  numbers: Map<string, Map<string, Map<number, number>>>;
  count: number;
  memo: Memo<Value>;
}

export function numberOf(named: NamedMemo, name: string, file: string, at: number): number {
  const files = innerMap(named.numbers, name);
  const places = innerMap(files, file);
  const known = places.get(at);
  if (known !== undefined) return known;
  places.set(at, named.count);
  return named.count++;
}

function innerMap<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<L, V>();
  maps.set(key, made);
  return made;
}

/** Tells the values of one file apart, as `keyOfValue` does; null for an API, of which there is more to say than a number. */
export function numberOfValue(value: Value): number | null {
  switch (value.v) {
    case 'function': return value.fn * 16;
    case 'wrapped': return value.fn * 16 + 1;
    case 'made': return value.fn * 16 + 2;
    case 'class': return value.cls * 16 + 3;
    case 'instance': return value.cls * 16 + 4;
    case 'module': return 5;
    case 'object': return value.expr * 16 + (value.kept ? 7 : 6);
    case 'array': return value.expr * 16 + 8;
    case 'expr': return value.expr * 16 + 9;
    default: return null;
  }
}

/** The functions that call each other's callers: handed over as data, so that the files of this room do not import in circles. */
export interface Evaluator {
  evaluate(world: World, file: string, expr: ExprId): Value[];
  exportValues(world: World, file: string, name: string): Value[];
  /** The expressions that a module exports under a name. */
  exportedAt(world: World, file: string, name: string): Located[];
  /** What a collection holds at a place that a number names. */
  itemAt(world: World, value: Value, at: number): Value[];
}

export interface World {
  evaluator: Evaluator;
  files: Map<string, FileIndex>;
  /** Files of a folder and of the folders right inside of it. */
  filesBelow: Map<string, string[]>;
  /** Reads a file in full of which only the outline is known. */
  open: (file: string) => FileFacts | null;
  /** Files that were opened because a value led into them, in that order. */
  opened: string[];
  resolve: (from: string, specifier: string) => Resolution;
  apisOf: (origin: string) => readonly ApiEntry[];
  conclusions: Conclusions;
  /** Members by value and name, and exports by file and name, as far as they were asked for. */
  members: NamedMemo;
  /** What collections hold, by the same. */
  items: NamedMemo;
  exports: NamedMemo;
  /** Arguments seen for a parameter, by `file#function:index`. */
  parameters: Map<string, Located[]>;
  /** Origins that a known API hands to a callback's parameter, by the same key. */
  parameterOrigins: Map<string, Map<string, Made | null>>;
  /** Types of parameters that compiled decorators note, by the same key. */
  parameterTypes: Map<string, Located>;
  /** Values put into a list, a Set, a Map or an object, by what made it. */
  held: Map<string, Located[]>;
  /** `global.x = value`. */
  globals: Map<string, Located[]>;
}

const idsByFile = new Map<string, string[]>();

/** Name of a function in the program. Made once each: as a key, a text that is known is found faster than another of the same letters. */
export function functionId(file: string, fn: number): string {
  let ids = idsByFile.get(file);
  if (!ids) idsByFile.set(file, (ids = []));
  return (ids[fn] ??= `${file}#${fn}`);
}

const parametersByFile = new Map<string, string[][]>();

/** Name of a parameter, made once each as well. */
export function parameterKey(file: string, fn: number, index: number): string {
  let functions = parametersByFile.get(file);
  if (!functions) parametersByFile.set(file, (functions = []));
  return ((functions[fn] ??= [])[index] ??= `${file}#${fn}:${index}`);
}

/** Name of what `f.call(x)` and `f.apply(x, …)` make `this` in a function. */
export const selfKey = (file: string, fn: number): string => `${file}#${fn}:this`;

/** Notes one more of what is known under `key`, at most `most`; gives back the key when it is new. */
export function note(noted: Map<string, Located[]>, most: number, key: string, located: Located): readonly string[] {
  const list = noted.get(key);
  if (list === undefined) {
    noted.set(key, [located]);
    return [key];
  }
  if (list.length >= most || isNoted(list, located)) return NOTHING_NEW;
  list.push(located);
  return [key];
}

const NOTHING_NEW: readonly string[] = [];

function isNoted(list: readonly Located[], { file, expr }: Located): boolean {
  for (const known of list) if (known.expr === expr && known.file === file) return true;
  return false;
}

/** Connections that are kept are told from the one at hand (`ws.Socket[]`): a message to each of them needs them all in one place. */
export function kept(value: Value): Value {
  if (value.v === 'object') return { ...value, kept: true };
  return value.v === 'origin' && (value.id === 'ws.Socket' || value.id === 'socket.io.Socket') ? { ...value, id: `${value.id}[]` } : value;
}

const isKept = (value: Value): boolean => (value.v === 'origin' ? value.id.endsWith('[]') : value.v === 'object' && value.kept === true);

function one(value: Value): Value {
  if (value.v === 'origin' && isKept(value)) return { ...value, id: value.id.slice(0, -2) };
  return value.v === 'object' && value.kept ? { v: 'object', file: value.file, expr: value.expr } : value;
}

/** What a function is handed is the one at hand, wherever it was kept. */
export const atHand = (values: Value[]): Value[] => (values.some(isKept) ? values.map(one) : values);

/** A pair of key and value, of a Map or of what `Object.entries` gives. */
export const isEntry = (value: Value & { v: 'origin' }): boolean => value.call !== undefined && value.id.endsWith('.entry') && /^global\.(?:Map|Object\.entries)\(\)\.entry$/.test(value.id);

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function wrappedInFields({ classes, exprs, calls }: FileFacts): Map<number, number> {
  return new Map(classes.flatMap(({ members }, cls) => members.flatMap((member) => {
    const value = member.value === undefined || member.static ? undefined : exprs[member.value];
    const args = value?.k === 'call' ? calls[value.call]?.args ?? [] : [];
    return args.flatMap((arg): [number, number][] => {
      const held = exprs[arg];
      return held?.k === 'function' ? [[held.fn, cls]] : [];
    });
  })));
}

/** The expressions of a file that are looked for again and again. */
function surveyed({ exprs }: FileFacts): Pick<FileIndex, 'objects' | 'computedLoads' | 'asksPlace'> {
  const objects: ExprId[] = [];
  const computedLoads: ExprId[] = [];
  let asksPlace = false;
  for (let id = 0; id < exprs.length; id++) {
    const expr = exprs[id];
    switch (expr?.k) {
      case 'object': objects.push(id); break;
      case 'require': if (exprs[expr.from]?.k !== 'literal') computedLoads.push(id); break;
      case 'meta': asksPlace = true; break;
      case 'global': asksPlace ||= expr.name === '__dirname'; break;
    }
  }
  return { objects, computedLoads, asksPlace };
}

function indexFile(conclusions: Conclusions, facts: FileFacts): FileIndex {
  const { objects, computedLoads, asksPlace } = surveyed(facts);
  const index: FileIndex = { facts, objects, computedLoads, asksPlace, objectOfFunction: new Map(), classOfWrapped: wrappedInFields(facts), prototypeOfFunction: new Map(), holderOfFunction: new Map(), assignmentsByName: new Map(), exportsByName: new Map(), values: createMemo(conclusions, facts.exprs.length), bindingValues: createMemo(conclusions, facts.bindings.length) };
  for (const id of objects) {
    const expr = facts.exprs[id];
    if (expr?.k !== 'object') continue;
    for (const [, value] of expr.getters ? [...expr.props, ...expr.getters] : expr.props) {
      const held = facts.exprs[value];
      if (held?.k === 'function') index.objectOfFunction.set(held.fn, id);
    }
  }
  facts.assignments.forEach((assignment, i) => {
    if (assignment.name !== null) push(index.assignmentsByName, assignment.name, i);
    const object = facts.exprs[assignment.object];
    const value = facts.exprs[assignment.value];
    if (value?.k === 'function' && object?.k === 'member' && object.name === 'prototype') index.prototypeOfFunction.set(value.fn, object.object);
    else if (value?.k === 'function' && assignment.name !== null) index.holderOfFunction.set(value.fn, assignment.object);
    if (value?.k === 'object' && assignment.name === 'prototype') {
      for (const [, held] of value.props) {
        const fn = facts.exprs[held];
        if (fn?.k === 'function') index.prototypeOfFunction.set(fn.fn, assignment.object);
      }
    }
  });
  facts.exports.forEach((fact, i) => {
    push(index.exportsByName, fact.name ?? '*', i);
    const value = fact.kind === 'value' && fact.cjs && fact.name !== 'default' ? facts.exprs[fact.value] : undefined;
    if (value?.k === 'function') index.holderOfFunction.set(value.fn, null);
  });
  return index;
}

/** The index of a file of which more expressions are known; the numbers of the others stay. */
export function extendedFile(world: World, facts: FileFacts): void {
  const known = world.files.get(facts.file);
  if (known) world.files.set(facts.file, { ...known, ...surveyed(facts), facts, values: createMemo(world.conclusions, facts.exprs.length), bindingValues: createMemo(world.conclusions, facts.bindings.length) });
}

const NOTHING = { objects: [], computedLoads: [], asksPlace: false, objectOfFunction: new Map<never, never>(), classOfWrapped: new Map<never, never>(), prototypeOfFunction: new Map<never, never>(), holderOfFunction: new Map<never, never>(), assignmentsByName: new Map<never, never>(), exportsByName: new Map<never, never>() };

/** An outline has no expressions to ask for: all of them share what is known of them. */
const outlinedIndex = (facts: FileFacts, nothing: Pick<FileIndex, 'values' | 'bindingValues'>): FileIndex => ({ facts, ...NOTHING, ...nothing });

/** The index of a file whose values are asked for: an outline is replaced by the whole. */
export function openedFile(world: World, file: string): FileIndex | undefined {
  const known = world.files.get(file);
  if (!known?.facts.outline) return known;
  const facts = world.open(file);
  if (!facts) return known;
  const index = indexFile(world.conclusions, facts);
  world.files.set(file, index);
  world.opened.push(file);
  noteGlobals(world, facts);
  return index;
}

/** `global.x = value`. */
function noteGlobals(world: World, f: FileFacts): void {
  for (const assignment of f.assignments) {
    const object = f.exprs[assignment.object];
    if (object?.k === 'global' && /^(?:global|globalThis|window|self)$/.test(object.name) && assignment.name !== null) push(world.globals, assignment.name, { file: f.file, expr: assignment.value });
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function filesByFolder(facts: readonly FileFacts[]): Map<string, string[]> {
  const below = new Map<string, string[]>();
  for (const { file } of facts) {
    const folder = parentOf(file);
    push(below, folder, file);
    if (folder !== '') push(below, parentOf(folder), file);
  }
  return below;
}

export type WorldInput = Pick<World, 'resolve' | 'apisOf' | 'open'> & { facts: readonly FileFacts[] };

export function createWorld({ facts, resolve, apisOf, open }: WorldInput, evaluator: Evaluator): World {
  idsByFile.clear();
  parametersByFile.clear();
  const conclusions = createConclusions();
  const nothing = { values: createMemo<Value>(conclusions), bindingValues: createMemo<Value>(conclusions) };
  const named = (): NamedMemo => ({ numbers: new Map(), count: 0, memo: createMemo(conclusions) });
  const world: World = {
    evaluator, conclusions, members: named(), items: named(), exports: named(), files: new Map(facts.map((f) => [f.file, f.outline ? outlinedIndex(f, nothing) : indexFile(conclusions, f)])),
    filesBelow: filesByFolder(facts), open, opened: [], resolve, apisOf, parameters: new Map(), parameterOrigins: new Map(), parameterTypes: new Map(), held: new Map(), globals: new Map(),
  };
  for (const f of facts) noteGlobals(world, f);
  return world;
}

/** Values of one expression; of more, only these are known. */
export const MOST_VALUES = 16;

export const keyOfValue = (value: Value): string => {
  switch (value.v) {
    case 'origin': return `o${value.id}@${value.file ?? ''}:${value.call ?? ''}`;
    case 'function': return `f${value.file}#${value.fn}`;
    case 'wrapped': return `w${value.file}#${value.fn}`;
    case 'made': return `m${value.file}#${value.fn}`;
    case 'class': return `c${value.file}#${value.cls}`;
    case 'instance': return `i${value.file}#${value.cls}`;
    case 'module': return `M${value.file}`;
    case 'parameter': return `p${value.file}#${value.fn}:${value.index}`;
    case 'object': return `object${value.file}:${value.expr}${value.kept ? ' kept' : ''}`;
    default: return `${value.v}${value.file}:${value.expr}`;
  }
};

/** Whether both stand for the same thing, as `keyOfValue` would say. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.v !== b.v || a.file !== b.file) return false;
  switch (a.v) {
    case 'origin': return a.id === (b as typeof a).id && a.call === (b as typeof a).call;
    case 'function':
    case 'wrapped':
    case 'made': return a.fn === (b as typeof a).fn;
    case 'class':
    case 'instance': return a.cls === (b as typeof a).cls;
    case 'module': return true;
    case 'parameter': return a.fn === (b as typeof a).fn && a.index === (b as typeof a).index;
    default: return a.expr === (b as typeof a).expr;
  }
}

/** Each value once, at most MOST_VALUES of them. */
export function distinct(values: Value[]): Value[] {
  if (values.length < 2) return values;
  const found: Value[] = [];
  for (const value of values) {
    if (found.length === MOST_VALUES) break;
    if (!isAmong(found, value)) found.push(value);
  }
  return found;
}

function isAmong(values: readonly Value[], value: Value): boolean {
  for (const known of values) if (isSame(known, value)) return true;
  return false;
}

/** `flatMap`, without a list of lists where there is one value: mostly there is. */
export function eachValue<T>(values: readonly Value[], read: (value: Value) => T[]): T[] {
  const [only] = values;
  if (only === undefined) return [];
  return values.length === 1 ? read(only) : values.flatMap(read);
}

/** Made when it is first asked for. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
