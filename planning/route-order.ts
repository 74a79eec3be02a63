/**
 * Express and its like ask handlers in the order in which they were registered. An async function that nobody waits for registered its routes at once while storage was no
 * wait; from now on what follows its call comes first. Finds the calls where that is seen.
 */
import type { CallEdge, FunctionId } from '../core/program.js';
import type { ClosureSeed, ClosureWorld, Turned } from './closure-data.js';
import { isLastCall } from './last-call.js';

export interface Waiting {
  world: ClosureWorld;
  seeds: readonly ClosureSeed[];
  turned: ReadonlyMap<FunctionId, Turned>;
}

/** `edge` calls an async function and waits for nothing: its routes, or the listening, would change places with what follows. */
export const changesRouteOrder = (waiting: Waiting, edge: CallEdge): boolean => setsUpLate(waiting, edge.to, new Set()) && somethingFollows(waiting, edge, new Set());

/** It listens, waits, and registers more: requests would come in between, which they could not while nothing waited. */
export function listensTooEarly(waiting: Waiting, id: FunctionId): boolean {
  const { scripts, graph } = waiting.world;
  const calls = certain(graph.outOf.get(id));
  const early = [...(scripts.listening.get(id) ?? []), ...calls.filter((edge) => setsUp(waiting, edge.to, new Set(), 'listening'))];
  const listening = Math.min(...early.filter((call) => !isLastCall(waiting.world, call)).map((call) => call.range[1]));
  const wait = Math.min(...waitsIn(waiting, id).filter((at) => at > listening));
  // After a wait that was there before, requests could come in between before as well.
  const waited = firstAwaited(calls, listening);
  const isLate = (at: number): boolean => at > wait && at <= waited;
  return (scripts.registering.get(id) ?? []).some((at) => isLate(at.start)) || calls.some((edge) => isLate(edge.at.start) && setsUp(waiting, edge.to, new Set(), 'routes'));
}

const firstAwaited = (calls: readonly CallEdge[], after: number): number => Math.min(...calls.filter((edge) => edge.result === 'awaited' && edge.at.start > after).map((edge) => edge.at.start));

const certain = (edges: readonly CallEdge[] | undefined): CallEdge[] => (edges ?? []).filter((edge) => edge.confidence !== 'possible' && (edge.kind === 'call' || edge.kind === 'new'));

/** Where a function waits for what was no wait. */
const waitsIn = ({ world, seeds, turned }: Waiting, id: FunctionId): number[] => [
  ...seeds.filter((seed) => seed.fn === id).map((seed) => seed.at.start),
  ...certain(world.graph.outOf.get(id)).filter((edge) => turned.has(edge.to) && turned.get(edge.to)?.fn.async === false).map((edge) => edge.at.start),
];

/** It registers something after it has waited, and did not wait before that already. */
function setsUpLate(waiting: Waiting, id: FunctionId, seen: Set<FunctionId>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const first = Math.min(...waitsIn(waiting, id));
  const calls = certain(waiting.world.graph.outOf.get(id));
  const waited = firstAwaited(calls, -1);
  const isLate = (at: number): boolean => at > first && at <= waited;
  const own = (waiting.world.scripts.registering.get(id) ?? []).some((at) => isLate(at.start));
  return own || calls.some((edge) => (isLate(edge.at.start) && setsUp(waiting, edge.to, new Set(), 'routes')) || (edge.at.start === first && setsUpLate(waiting, edge.to, seen)));
}

/** It registers routes, begins to listen, or does one of them; what it calls included. */
function setsUp(waiting: Waiting, id: FunctionId, seen: Set<FunctionId>, what: 'routes' | 'listening' | 'either'): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const { scripts, graph } = waiting.world;
  const here = (what !== 'listening' && scripts.registering.has(id)) || (what !== 'routes' && scripts.listening.has(id));
  return here || certain(graph.outOf.get(id)).some((edge) => setsUp(waiting, edge.to, seen, what));
}

/** After the call in its function, or after the calls of that, routes are registered or requests listened for. */
function somethingFollows(waiting: Waiting, call: CallEdge, seen: Set<CallEdge>): boolean {
  if (seen.has(call)) return false;
  seen.add(call);
  const callers = certain(waiting.world.graph.into.get(call.from));
  return (!isLastCall(waiting.world, call) && setsUpAfter(waiting, call)) || callers.some((edge) => somethingFollows(waiting, edge, seen));
}

function setsUpAfter(waiting: Waiting, { from, range: [, end] }: CallEdge): boolean {
  const { scripts, graph } = waiting.world;
  const here = [...(scripts.registering.get(from) ?? []), ...(scripts.listening.get(from) ?? []).map(({ at }) => at)];
  return here.some((at) => at.start >= end) || certain(graph.outOf.get(from)).some((edge) => edge.range[0] >= end && setsUp(waiting, edge.to, new Set(), 'either'));
}
