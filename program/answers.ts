/** Where HTTP responses end, and whether a call has to do with one: what waits for an answer is no work in the background. */
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { Chain } from './promises.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

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

const endsResponse = (world: World, call: LinkedCall): boolean => call.values.some((value) => value.v === 'origin' && world.apisOf(value.id).some((api) => api.endsResponse));

/** Start of the first call in each function that ends the response on its straight path. */
function straightEnds(world: World, linked: readonly LinkedCall[]): Map<string, number> {
  const ends = new Map<string, number>();
  for (const call of linked) {
    if (call.fact.result === 'returned' || call.fact.conditional || !endsResponse(world, call)) continue;
    if ((ends.get(callerOf(call)) ?? Infinity) > call.fact.range[1]) ends.set(callerOf(call), call.fact.range[1]);
  }
  return ends;
}

/** True for calls that run when their handler has already answered. */
export function afterResponse(world: World, linked: readonly LinkedCall[]): (call: LinkedCall) => boolean {
  const ends = straightEnds(world, linked);
  return (call) => (ends.get(callerOf(call)) ?? Infinity) <= call.fact.range[0];
}

export function answering(world: World, linked: readonly LinkedCall[]): Answers {
  const byFunction = new Map<string, LinkedCall[]>();
  for (const call of linked) {
    const before = byFunction.get(callerOf(call));
    if (before) before.push(call);
    else byFunction.set(callerOf(call), [call]);
  }
  const ending = new Set(linked.filter((call) => endsResponse(world, call)).map(callerOf));
  const passesResponse = (call: LinkedCall): boolean => call.fact.args.some((expr) => evaluate(world, call.file, expr).some((value) => value.v === 'origin' && RESPONSES.test(value.id)));
  const callsParameter = (call: LinkedCall): boolean => call.targets.length === 0 && world.files.get(call.file)?.facts.exprs[call.fact.callee]?.k === 'binding' && call.values.some((value) => value.v === 'parameter');
  const reaches = (fn: string, depth = 0): boolean => ending.has(fn) || (depth < MAX_DEPTH && (byFunction.get(fn) ?? []).some((call) => passesResponse(call) || [...call.targets, ...call.callbacks].some((next) => reaches(idOf(next), depth + 1))));
  /** It calls `next`, or whatever its function was given: somebody else goes on from there. */
  const hands = (fn: string): boolean => (byFunction.get(fn) ?? []).some(callsParameter);
  const given = (call: LinkedCall, chain: Chain): string[] => [call, ...chain.links].flatMap((link) => link.callbacks.map(idOf));
  const notes = (call: LinkedCall): boolean => {
    const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
    return callee?.k === 'member' && NOTES.test(callee.name);
  };
  return {
    late: afterResponse(world, linked),
    endsHere: (fn) => ending.has(fn),
    answered: (call, chain) => [call, ...chain.links].some((link) => passesResponse(link) || link.fact.args.some((expr) => evaluate(world, link.file, expr).some((value) => value.v === 'parameter' && link !== call))) ||
      call.targets.some((target) => reaches(idOf(target), 1)) || given(call, chain).some((fn) => hands(fn) || reaches(fn, 1)),
    onlyNotes: (call, chain) => given(call, chain).every((fn) => (byFunction.get(fn) ?? []).every(notes)),
  };
}
