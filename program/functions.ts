/** Functions and call edges of the linked program, as data. */
import type { FileFacts, FunctionFact } from '../core/facts.js';
import type { CallEdge, FunctionNode } from '../core/program.js';
import { type LinkedCall, type LinkedCallback, eventName } from './edges.js';
import { listening } from './emissions.js';
import { crossingOf } from './handed.js';
import { foreignCaller, overriding } from './overrides.js';
import { namesakes } from './namesakes.js';
import { isPutThere } from './put-members.js';
import { isRouted } from './routers.js';
import { type World, functionId, lazily } from './world.js';

const idOf = functionId;

export function functionsOf(world: World): Omit<FunctionNode, 'reach' | 'reachedBy' | 'escapes'>[] {
  return [...world.files].flatMap(([file, { facts }]) => {
    const exported = new Set(facts.exports.flatMap((fact) => {
      const value = fact.kind === 'value' ? facts.exprs[fact.value] : undefined;
      if (value?.k === 'function') return [value.fn];
      if (value?.k !== 'binding') return [];
      return (facts.bindings[value.binding]?.values ?? []).flatMap((v) => {
        const held = facts.exprs[v];
        return held?.k === 'function' ? [held.fn] : [];
      });
    }));
    return facts.functions.map((fact, i) => ({
      id: idOf(file, i),
      file,
      name: fact.name,
      kind: fact.kind,
      async: fact.async,
      generator: fact.generator,
      static: fact.static,
      parent: i === 0 ? null : idOf(file, fact.parent),
      ...(fact.cls === undefined ? {} : { className: facts.classes[fact.cls]?.name ?? '' }),
      params: fact.params.length,
      usage: fact.usage.kind,
      exported: exported.has(i) || fact.usage.kind === 'exported',
      ...calledFrom(world, file, fact),
      ...(isErrorFirst(facts, fact) ? { takesError: true as const } : {}),
      place: fact.place,
    }));
  });
}

function calledFrom(world: World, file: string, fact: FunctionFact): { foreignBase?: string } {
  const foreignBase = foreignCaller(world, file, fact);
  return foreignBase === null ? {} : { foreignBase };
}

const isErrorFirst = (facts: FileFacts, { params }: FunctionFact): boolean => params[0] !== undefined && params[0] !== null && /^_?(?:e|err|error)\d?$/i.test(facts.bindings[params[0]]?.name ?? '');

/** They look at their first argument and call nothing in it: compilers write one of these at the top of every module, over its exports. */
const LOOKS = /^global\.(?:Object\.(?:defineProperty|defineProperties|assign|freeze|seal|keys|entries|values|getOwnPropertyNames|setPrototypeOf|getPrototypeOf|create)|Reflect\.defineProperty)$/;

const isLookedAt = ({ via, argument }: LinkedCallback): boolean => argument === 0 && LOOKS.test(via);

/** Functions that an unknown callee was given: it may call them at any time, with anything. */
export function escapingFunctions(linked: readonly LinkedCall[]): Set<string> {
  return new Set(linked.flatMap((call) => call.callbacks.filter((c) => c.api === null && c.stored === undefined && !/^(?:Array|Promise)\./.test(c.via) && !isLookedAt(c)).map((c) => idOf(c.file, c.fn))));
}

export const base = (call: LinkedCall): Omit<CallEdge, 'to' | 'kind' | 'confidence'> => ({
  from: idOf(call.file, call.fact.fn),
  at: call.fact.at,
  range: call.fact.range,
  position: call.fact.position,
  result: call.fact.result,
  loops: call.fact.loops,
  conditional: call.fact.conditional,
});

/** A listener that is named once more, to be called no longer, whoever emits. */
function takesBack(world: World, call: LinkedCall): boolean {
  return /^(?:off|removeListener|removeEventListener)$/.test(call.method) && eventName(world, call.file, call.fact) !== '';
}

/** What has methods of the same names as lists, and gives no list by them. */
const NO_LIST = /^(?:(?:lodash|lodash-es|underscore)(?:\.default)?(?:\.chain)?\(\)|(?:bluebird|q|rxjs|immutable|cheerio|jquery|highland|lazy\.js|mongodb|mongoose|knex|effect|node:stream|global\.(?:\$|jQuery))\b.*)\.\w+$/;

const OF_COLLECTION = /^global\.(?:Map|Set)\(\)\.forEach$/;

/** A method of lists takes its callback first; what takes it elsewhere, or is known to be of something else, only has the name. */
function takerOf(call: LinkedCall, { via, argument }: LinkedCallback): { taker?: string } {
  if (!via.startsWith('Array.')) return {};
  const origin = call.origins[0] ?? '';
  const isFirst = argument === (via === 'Array.from' ? 1 : 0);
  // A Map gives its callback what a loop over it does not.
  const collections = call.values.filter((value) => value.v === 'origin' && OF_COLLECTION.test(value.id));
  if (collections.length > 0 && isFirst) return { taker: call.values.every((value) => value.v === 'origin' && value.id === origin) ? origin : '' };
  return isFirst && !NO_LIST.test(origin) ? {} : { taker: origin };
}

export function edgesOf(world: World, linked: readonly LinkedCall[]): CallEdge[] {
  const crossing = crossingOf(world, linked);
  const overridden = overriding(world);
  const named = namesakes(world, linked);
  return linked.flatMap((call): CallEdge[] => {
    const inherited = overridden(call).filter((other) => !call.targets.some((target) => target.file === other.file && target.fn === other.fn));
    const targets = inherited.length === 0 ? call.targets : [...call.targets, ...inherited];
    if (targets.length + call.callbacks.length === 0) return NO_EDGES;
    const direct = targets.map((target): CallEdge => ({ ...base(call), to: idOf(target.file, target.fn), kind: call.fact.kind === 'new' ? 'new' : 'call', confidence: 'certain', ...(callsMore(world, call) ? { besides: true as const } : {}), ...crossing(call, target) }));
    if (call.callbacks.length === 0) return direct;
    const alike = lazily(() => (direct.length > 0 ? [] : named(call)));
    const heard = listening(world, call);
    const callbacks = call.callbacks.map((callback): CallEdge => ({ ...base(call), to: idOf(callback.file, callback.fn), kind: 'callback', via: callback.via === '' && takesBack(world, call) ? 'listener.off' : callback.via, ...takerOf(call, callback), ...heard, ...(isLookedAt(callback) ? { lookedAt: true } : {}), ...(callback.stored ? { stored: true as const } : {}), ...(isRouted(world, call, callback, alike) ? { routed: true } : {}), confidence: 'certain' }));
    return direct.length === 0 ? callbacks : [...direct, ...callbacks];
  });
}

/** What comes with the language and with Node gives no promise that is left to itself; what a call of it gave may be anything. */
const GOES_NOT_ON = /^(?:(?:global|Array|String|RegExp)\.(?!fetch$)|node:(?!.*\bpromises\b)).*[^)]$/;

/** What is called is a function of the program in one run, and in another what a package gave, or nobody knows. */
function callsMore(world: World, { values, fact }: LinkedCall): boolean {
  return fact.kind === 'call' && values.some((value) => {
    if (value.v === 'origin') return !GOES_NOT_ON.test(value.id) && !isPutThere(world, value);
    if (value.v === 'parameter') return true;
    const expr = value.v === 'expr' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return expr !== undefined && expr.k !== 'literal' && !(expr.k === 'global' && expr.name === 'undefined');
  });
}

const NO_EDGES: CallEdge[] = [];
