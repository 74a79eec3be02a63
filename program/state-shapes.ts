/** What a kept value looks like, from its first values and its name: a cache, a counter, a lock, a handle. A guess for readers, never a proof. */
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

const SHAPES: [RegExp, string][] = [
  [/session|token/i, 'session'],
  [/cache|memo(?!ry)|lru/i, 'cache'],
  [/lock|mutex|busy|inprogress|inflight|running/i, 'lock'],
  [/limit|throttle|attempt|hits/i, 'rate-limit'],
  [/count|total|seq|counter|stats|metrics|retries/i, 'counter'],
  [/queue|pending|jobs|tasks|backlog/i, 'queue'],
  [/client|conn|socket|pool|handle|db|database|server|instance|timer|interval|timeout/i, 'handle'],
];

/** Collections of the language and of packages that are nothing but collections. */
export const OWN_COLLECTIONS = /^(?:global\.(?:Map|Set|WeakMap|WeakSet|Array|Object)|node:events(?:\.EventEmitter)?)\(\)|^(?:lru-cache|quick-lru|node-cache|memory-cache|tiny-lru|keyv|limiter|hashring|consistent-hash|denque|fifo|yallist|mnemonist|flru|eventemitter3|emittery|mitt)(?:\/[\w-]+)?[.(]/;

const EMITTERS = /^(?:node:events(?:\.EventEmitter)?|eventemitter3(?:\.EventEmitter)?|emittery|mitt)\(\)$/;

/** Whether one of the values is a list, a map, or an object to be filled. */
export function isCollection(world: World, file: string, values: readonly number[]): boolean {
  const facts = world.files.get(file)?.facts;
  return values.some((value) => {
    const expr = facts?.exprs[value];
    // `{ address: null, port: null }` has its places already: it is a record.
    return expr?.k === 'array' || (expr?.k === 'object' && expr.props.length === 0) || evaluate(world, file, value).some((made) => made.v === 'origin' && OWN_COLLECTIONS.test(made.id));
  });
}

export function shapeOf(world: World, file: string, name: string, values: readonly number[]): string {
  const facts = world.files.get(file)?.facts;
  const kinds = values.map((value) => facts?.exprs[value]).flatMap((expr) => (expr ? [expr] : []));
  const made = values.flatMap((value) => evaluate(world, file, value)).flatMap((value) => (value.v === 'origin' ? [value.id] : []));
  const collection = kinds.some((expr) => expr.k === 'object' || expr.k === 'array') || made.some((id) => /^global\.(?:Map|Set|WeakMap|WeakSet|Array)\(\)$/.test(id));
  const named = SHAPES.find(([pattern]) => pattern.test(name))?.[1];
  if (made.some((id) => EMITTERS.test(id))) return 'emitter';
  if (named && (named !== 'handle' || !collection)) return named;
  if (made.some((id) => /\(\)$/.test(id) && !id.startsWith('global.') && !OWN_COLLECTIONS.test(id))) return 'handle';
  if (collection || made.some((id) => OWN_COLLECTIONS.test(id))) return 'collection';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'number')) return 'counter';
  if (kinds.some((expr) => expr.k === 'literal' && typeof expr.value === 'boolean')) return 'flag';
  return 'unknown';
}

/** Functions, classes, services: what is called, not what is counted or collected. */
export const isCode = (value: Value): boolean =>
  value.v === 'function' || value.v === 'class' || value.v === 'module' || value.v === 'instance' || value.v === 'made' || (value.v === 'origin' && !OWN_COLLECTIONS.test(value.id));

/** What a property that the literal itself names holds: data that can change, code that others call, or nothing known. */
export function propertyKind(world: World, object: Value & { v: 'object' }, name: string): 'data' | 'code' | 'unknown' {
  const literal = world.files.get(object.file)?.facts.exprs[object.expr];
  const own = literal?.k === 'object' ? literal.props.filter(([key]) => key === name) : [];
  if (own.length === 0) return 'unknown';
  const values = own.flatMap(([, value]) => evaluate(world, object.file, value));
  return values.length > 0 && values.every((value) => isCode(value) || value.v === 'parameter') ? 'code' : 'data';
}

/** An object of functions and services: what others call through, or complete. */
export function isService(world: World, object: Value & { v: 'object' }): boolean {
  const literal = world.files.get(object.file)?.facts.exprs[object.expr];
  if (literal?.k !== 'object') return false;
  return literal.props.some(([, value]) => evaluate(world, object.file, value).some(isCode));
}
