/** Functions that a call hands over, and to what: what APIs are known to call, and what anybody else may call who gets at them. */
import type { CallFact, ExprId } from '../core/facts.js';
import type { ApiEntry } from '../core/program.js';
import { storesArguments } from './collections.js';
import { memberOf } from './members.js';
import { evaluate } from './values.js';
import { type Value, type World, eachValue, functionId } from './world.js';

/** `file#index`. */
export const idOf = (target: { file: string; fn: number }): string => functionId(target.file, target.fn);

export interface Target {
  file: string;
  fn: number;
}

export interface LinkedCallback extends Target {
  /** Origin of the callee that takes it; '' when unknown. */
  via: string;
  api: ApiEntry | null;
  callback: NonNullable<ApiEntry['callbacks']>[number] | null;
  argument: number;
  /** The callee only puts it into a collection: itself, or the thing of which it is a member. */
  stored?: 'itself' | 'member';
}

/** Methods of arrays and promises that call what they are given, at once or later. */
export const ARRAY_METHODS: ReadonlySet<string> = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'reduce', 'reduceRight', 'sort', 'flatMap', 'from', 'toSorted']);
export const PROMISE_METHODS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Texts and numbers: no function can be in there. */
function isPlain(world: World, file: string, expr: ExprId): boolean {
  const kind = world.files.get(file)?.facts.exprs[expr]?.k;
  return kind === 'literal' || kind === 'template' || kind === 'unknown' || kind === 'regexp';
}

/** Function values of an argument: itself, an item of an array, or a property of an options object. */
export function functionsOf(world: World, file: string, expr: ExprId, depth = 0): Target[] {
  return depth > 3 || isPlain(world, file, expr) ? [] : functionsAmong(world, evaluate(world, file, expr), depth);
}

function functionsAmong(world: World, values: readonly Value[], depth: number): Target[] {
  return eachValue(values, (value): Target[] => {
    if (value.v === 'function') return [{ file: value.file, fn: value.fn }];
    if (value.v === 'module') return memberOf(world, [value], 'default').flatMap((v): Target[] => (v.v === 'function' ? [{ file: v.file, fn: v.fn }] : []));
    if (value.v === 'array') {
      const array = world.files.get(value.file)?.facts.exprs[value.expr];
      return array?.k === 'array' ? array.items.flatMap((item) => functionsOf(world, value.file, item, depth + 1)) : [];
    }
    return [];
  });
}

/** Functions in properties of an options object: `{ handler, onOpen() {} }`. */
const functionsIn = (world: World, file: string, expr: ExprId, property: string | undefined): Target[] =>
  isPlain(world, file, expr) ? [] : functionsInside(world, evaluate(world, file, expr), property);

function functionsInside(world: World, values: readonly Value[], property?: string): Target[] {
  return eachValue(values, (value): Target[] => {
    if (value.v !== 'object') return [];
    const object = world.files.get(value.file)?.facts.exprs[value.expr];
    if (object?.k !== 'object') return [];
    return object.props.filter(([name]) => property === undefined || name === property).flatMap(([, prop]) => functionsOf(world, value.file, prop));
  });
}

export function argumentIndexes(index: number | 'last' | 'rest' | string, call: CallFact): number[] {
  if (typeof index === 'number') return [index];
  if (index === 'last') return [call.args.length - 1];
  return index === 'rest' ? call.args.map((_, i) => i) : [];
}

/** The constant event name of `.on('upgrade', …)`. */
export function eventName(world: World, file: string, call: CallFact): string {
  const facts = world.files.get(file)?.facts;
  const first = call.args[0] === undefined ? undefined : facts?.exprs[call.args[0]];
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
}

function apiCallbacks(world: World, file: string, call: CallFact, origin: string): LinkedCallback[] {
  const found: LinkedCallback[] = [];
  for (const api of world.apisOf(origin)) {
    if (api.event && !api.event.includes(eventName(world, file, call))) continue;
    for (const callback of api.callbacks ?? []) {
      const property = typeof callback.index === 'string' ? /^(\d+)\.(\w+)$/.exec(callback.index) : null;
      if (property) {
        const at = Number(property[1]);
        const expr = call.args[at];
        if (expr !== undefined) for (const target of functionsIn(world, file, expr, property[2])) found.push({ ...target, via: origin, api, callback, argument: at });
        continue;
      }
      for (const at of argumentIndexes(callback.index, call)) {
        const expr = call.args[at];
        if (expr !== undefined) for (const target of functionsOf(world, file, expr)) found.push({ ...target, via: origin, api, callback, argument: at });
      }
    }
  }
  return found;
}

interface Handed {
  target: Target;
  argument: number;
  /** The argument itself is the function, or a list in which it lies. */
  itself: boolean;
}

/** Functions that an argument is, and those in properties of it. */
function functionsHanded(world: World, file: string, expr: ExprId, argument: number): Handed[] {
  if (isPlain(world, file, expr)) return NO_FUNCTIONS;
  const values = evaluate(world, file, expr);
  if (!values.some(holdsFunctions)) return NO_FUNCTIONS;
  const itself = functionsAmong(world, values, 0).map((target): Handed => ({ target, argument, itself: true }));
  return [...itself, ...functionsInside(world, values).map((target): Handed => ({ target, argument, itself: false }))];
}

const NO_FUNCTIONS: Handed[] = [];

const holdsFunctions = (value: Value): boolean => value.v === 'function' || value.v === 'object' || value.v === 'array' || value.v === 'module';

export function callbacksOf(world: World, file: string, call: CallFact, values: Value[]): LinkedCallback[] {
  if (call.args.length === 0) return [];
  const known = eachValue(values, (value) => (value.v === 'origin' ? apiCallbacks(world, file, call, value.id) : []));
  if (values.some((value) => value.v === 'function' || value.v === 'class') || asksForName(world, file, call, values)) return known;
  const handed = call.args.flatMap((expr, argument) => functionsHanded(world, file, expr, argument));
  if (handed.length === 0) return known;
  const seen = new Set(known.map(idOf));
  const via = viaOf(world, file, call, values);
  const isStored = storesArguments(values);
  const others = new Map<string, LinkedCallback>();
  for (const { target, argument, itself } of handed) {
    const key = `${idOf(target)} ${argument}`;
    if (!seen.has(idOf(target)) && !others.has(key)) others.set(key, { ...target, via, api: null, callback: null, argument, ...(isStored ? { stored: itself ? 'itself' : 'member' } : {}) });
  }
  return [...known, ...others.values()];
}

const ASKS_FOR_NAME = /^(?:hasOwnProperty|propertyIsEnumerable|isPrototypeOf)$/;

/** `stores.hasOwnProperty(name)`, `Object.prototype.hasOwnProperty.call(stores, name)`: what is handed over is taken for a name, or held against others, and never called. */
function asksForName(world: World, file: string, { callee: id }: CallFact, values: readonly Value[]): boolean {
  const facts = world.files.get(file)?.facts;
  const callee = facts?.exprs[id];
  if (callee?.k !== 'member') return false;
  const object = /^(?:call|apply)$/.test(callee.name) ? facts?.exprs[callee.object] : callee;
  return (object?.k === 'member' && ASKS_FOR_NAME.test(object.name)) || (values.length > 0 && values.every((value) => value.v === 'origin' && value.id === 'global.Object.hasOwn'));
}

/** What takes functions that no API is known to take: a method of arrays or promises by its name, else the origin of the callee. */
function viaOf(world: World, file: string, { callee: id }: CallFact, values: readonly Value[]): string {
  const callee = world.files.get(file)?.facts.exprs[id];
  const method = callee?.k === 'member' ? callee.name : '';
  if (ARRAY_METHODS.has(method)) return `Array.${method}`;
  const origin = values.find((value) => value.v === 'origin');
  return PROMISE_METHODS.has(method) ? `Promise.${method}` : origin?.v === 'origin' ? origin.id : '';
}

