/** Where HTTP responses end, and whether a call has to do with one: what waits for an answer is no work in the background. */
import { type CallIndex, callsOf } from './call-index.js';
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { Chain } from './promises.js';
import { evaluate } from './values.js';
import { type World, lazily } from './world.js';

const RESPONSES = /^(?:express\.Response|fastify\.Reply|koa\.Context|hono\.Context|node:http\.ServerResponse)$/;
const NOTES = /^(?:log|info|warn|error|debug|trace|verbose|notice|captureException|captureMessage|print|printf)$/;
const MAX_DEPTH = 4;

export interface Answers {
  /** The call runs when its function has already answered. */
  late: (call: LinkedCall) => boolean;
  /** The function itself ends a response. */
  endsHere: (fn: string) => boolean;
  /** The call, or a link of its chain, ends the response or is given it. */
  answered: (call: LinkedCall, chain: Chain) => boolean;
  /** The functions handed to the call and its chain do nothing but write to a log. */
  onlyNotes: (call: LinkedCall, chain: Chain) => boolean;
}

const endingCalls = (world: World, index: CallIndex): LinkedCall[] => callsOf(index, (origin) => world.apisOf(origin).some((api) => api.endsResponse));

/** Start of the first call in each function that ends the response on its straight path. */
function straightEnds(world: World, index: CallIndex): Map<string, number> {
  const ends = new Map<string, number>();
  for (const call of endingCalls(world, index)) {
    if (call.fact.result === 'returned' || call.fact.conditional) continue;
    if ((ends.get(callerOf(call)) ?? Infinity) > call.fact.range[1]) ends.set(callerOf(call), call.fact.range[1]);
  }
  return ends;
}

/** True for calls that run when their handler has already answered. */
export function afterResponse(world: World, index: CallIndex): (call: LinkedCall) => boolean {
  const ends = straightEnds(world, index);
  if (ends.size === 0) return () => false;
  return (call) => (ends.get(callerOf(call)) ?? Infinity) <= call.fact.range[0];
}

function callsByFunction(calls: readonly LinkedCall[]): Map<string, LinkedCall[]> {
  const byFunction = new Map<string, LinkedCall[]>();
  for (const call of calls) {
    const caller = callerOf(call);
    const before = byFunction.get(caller);
    if (before) before.push(call);
    else byFunction.set(caller, [call]);
  }
  return byFunction;
}

export function answering(world: World, index: CallIndex): Answers {
  const within = lazily(() => callsByFunction(index.calls));
  const callsIn = (fn: string): readonly LinkedCall[] => within().get(fn) ?? [];
  const ending = new Set(endingCalls(world, index).map(callerOf));
  const passesResponse = (call: LinkedCall): boolean => call.fact.args.some((expr) => evaluate(world, call.file, expr).some((value) => value.v === 'origin' && RESPONSES.test(value.id)));
  const callsParameter = (call: LinkedCall): boolean => call.targets.length === 0 && world.files.get(call.file)?.facts.exprs[call.fact.callee]?.k === 'binding' && call.values.some((value) => value.v === 'parameter');
  const reaches = (fn: string, depth = 0): boolean => ending.has(fn) || (depth < MAX_DEPTH && callsIn(fn).some((call) => passesResponse(call) || [...call.targets, ...call.callbacks].some((next) => reaches(idOf(next), depth + 1))));
  /** It calls `next`, or whatever its function was given: somebody else goes on from there. */
  const hands = (fn: string): boolean => callsIn(fn).some(callsParameter);
  const given = (call: LinkedCall, chain: Chain): string[] => [call, ...chain.links].flatMap((link) => link.callbacks.map(idOf));
  const notes = (call: LinkedCall): boolean => call.method !== '' && NOTES.test(call.method);
  return {
    late: afterResponse(world, index),
    endsHere: (fn) => ending.has(fn),
    answered: (call, chain) => [call, ...chain.links].some((link) => passesResponse(link) || link.fact.args.some((expr) => evaluate(world, link.file, expr).some((value) => value.v === 'parameter' && link !== call))) ||
      call.targets.some((target) => reaches(idOf(target), 1)) || given(call, chain).some((fn) => hands(fn) || reaches(fn, 1)),
    onlyNotes: (call, chain) => given(call, chain).every((fn) => callsIn(fn).every(notes)),
  };
}
