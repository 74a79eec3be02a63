/** Members that are read and not called there: handed to a call, given back, put into something, bound. Who calls them then is not seen where the function was not known. */
import type { CallFact, ExprId, FileFacts, Place } from '../core/facts.js';
import { isPlainAt } from './checks.js';
import { ARRAY_METHODS, PROMISE_METHODS, argumentIndexes } from './edges.js';
import { isPromisify } from './origins.js';
import { type Taken, takenFrom } from './taken.js';
import { evaluate } from './values.js';
import type { FileIndex, Value, World } from './world.js';

export interface OpenRead {
  file: string;
  /** The function in which it stands. */
  fn: number;
  at: Place;
  taken: Taken;
  /** It is read under a computed name, and what it is handed to calls it: it is no data. */
  called: boolean;
}

interface Position {
  id: ExprId;
  fn: number;
  at: Place;
  /** Asked where it matters: of what is read under a computed name. */
  called?: () => boolean;
}

const LISTENING_METHOD = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;

/** What makes texts and numbers of what it is given, and calls nothing in it. */
export const LOOKS_ONLY = /^(?:node:(?:path|os|url|querystring|util\.(?:format|inspect))\b|global\.(?:JSON|Math|String|Number|Boolean|BigInt|Date|Symbol|RegExp|Buffer|console|URL|Error|TypeError|RangeError|parseInt|parseFloat|isNaN|isFinite|encodeURI|encodeURIComponent|decodeURI|decodeURIComponent)\b|String\.|RegExp\.)/;

export function openReads(world: World, files: readonly FileIndex[]): OpenRead[] {
  return files.flatMap(({ facts }) => positionsOf(world, facts).flatMap(({ id, fn, at, called }) => within(facts, id).flatMap((one) => {
    const taken = takenFrom(facts, one);
    return taken.length > 0 && isUnknown(world, facts.file, one) && !isPlainAt(world, facts, one, at.start) ? taken.map((each): OpenRead => ({ file: facts.file, fn, at, taken: each, called: each.name === null && one === id && called?.() === true })) : [];
  })));
}

/** Nothing is known of it: an API of a package, or a function that is found, is followed from there. */
const isUnknown = (world: World, file: string, id: ExprId): boolean => evaluate(world, file, id).every((value) => value.v === 'expr' || value.v === 'parameter');

function positionsOf(world: World, facts: FileFacts): Position[] {
  const { file } = facts;
  return [
    ...facts.calls.flatMap((call): Position[] => {
      const callees = evaluate(world, file, call.callee);
      const looks = callees.length > 0 && callees.every((value) => value.v === 'origin' && LOOKS_ONLY.test(value.id));
      const handed = looks ? [] : call.args.map((id, i): Position => ({ id, fn: call.fn, at: call.at, called: () => isCalled(world, facts, call, { callees, argument: i }) }));
      return [...handed, ...boundBy(facts, call).map((id): Position => ({ id, fn: call.fn, at: call.at, called: () => true }))];
    }),
    ...facts.functions.flatMap(({ returns, place }, fn) => returns.map((id) => ({ id, fn, at: place }))),
    ...facts.assignments.map(({ value, fn, place }) => ({ id: value, fn, at: place })),
    // A variable is followed to where it is used; what lies in an object or a list that it is given is not.
    ...facts.bindings.flatMap(({ values, fn, place }) => values.filter((id) => facts.exprs[id]?.k === 'object' || facts.exprs[id]?.k === 'array').map((id) => ({ id, fn, at: place }))),
    ...facts.exports.flatMap((fact) => (fact.kind === 'value' ? [{ id: fact.value, fn: 0, at: fact.place }] : [])),
  ];
}

/** Whether the call is known to call an argument: `list.map(x)`, `setTimeout(x, 10)`, `bus.on('go', x)`, a function of the program that calls its parameter. */
export function isCalled(world: World, facts: FileFacts, call: CallFact, { callees, argument }: { callees: readonly Value[]; argument: number }): boolean {
  const callee = facts.exprs[call.callee];
  const method = callee?.k === 'member' ? callee.name : '';
  if (PROMISE_METHODS.has(method) || (ARRAY_METHODS.has(method) && argument === (method === 'from' ? 1 : 0)) || (LISTENING_METHOD.test(method) && argument === 1)) return true;
  return callees.some((value) => {
    if (value.v === 'origin') return (argument === 0 && (isPromisify(value.id) || value.id === 'node:util.callbackify')) || world.apisOf(value.id).some((api) => api.callbacks?.some(({ index }) => argumentIndexes(index, call).includes(argument)));
    const into = value.v === 'function' ? world.files.get(value.file)?.facts : undefined;
    return value.v === 'function' && into !== undefined && into.calls.some((inner) => isParameter(into, inner.callee, { fn: value.fn, index: argument }));
  });
}

function isParameter({ exprs, bindings }: FileFacts, id: ExprId, { fn, index }: { fn: number; index: number }): boolean {
  const expr = exprs[id];
  const binding = expr?.k === 'binding' ? bindings[expr.binding] : undefined;
  return binding?.fn === fn && binding.param?.index === index && binding.param.path.length === 0;
}

/** `x.load.bind(null, 'a')`. */
function boundBy(facts: FileFacts, { callee }: CallFact): ExprId[] {
  const expr = facts.exprs[callee];
  return expr?.k === 'member' && expr.name === 'bind' ? [expr.object] : [];
}

/** Itself, or what an object or a list is made of. */
function within(facts: FileFacts, id: ExprId, depth = 0): ExprId[] {
  const expr = facts.exprs[id];
  if (depth > MOST_DEPTH || (expr?.k !== 'object' && expr?.k !== 'array')) return [id];
  const parts = expr.k === 'array' ? expr.items : [...expr.props.map(([, value]) => value), ...(expr.keyed ?? [])];
  return parts.flatMap((part) => within(facts, part, depth + 1));
}

const MOST_DEPTH = 6;
