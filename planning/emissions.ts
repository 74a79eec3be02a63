/**
 * Who could see that a listener is not done yet when the emitter goes on: what the program does after an emission, in the function that emits and in those that called it, up to
 * where Node or a package goes on; and what else hears the same event. An emitter that others emit on is their business.
 */
import type { Place } from '../core/facts.js';
import type { CallEdge, Emission, FunctionId, FunctionNode } from '../core/program.js';
import { callbackContext, isOutside } from '../core/repairs.js';
import type { CallGraph } from './call-graph.js';
import { type ClosureWorld, nameOf } from './closure-data.js';
import { grouped } from './grouped.js';
import { isLastCall } from './last-call.js';

export interface Witness {
  at: Place;
  text: string;
}

const overlap = (a: readonly string[], b: readonly string[]): boolean => a.length === 0 || b.length === 0 || a.some((one) => b.includes(one));

/** Emissions that the listener may hear. One with a computed name is another event where it is known to be another emitter. */
export function emissionsFor(world: ClosureWorld, edge: CallEdge): Emission[] {
  return world.emissions.filter((emission) => emission.event === edge.event || (emission.event === '*' && overlap(emission.emitter, edge.emitter ?? [])));
}

/** The first that may see the difference; null when nobody in the program can. */
export function witnessOf(world: ClosureWorld, edge: CallEdge): Witness | null {
  const emissions = emissionsFor(world, edge);
  const waiting = emissions.find((emission) => emission.waits);
  if (waiting) return { at: waiting.at, text: 'goes on when the event comes' };
  const other = listenersOf(world, edge).find((one) => one.to !== edge.to);
  if (other) return { at: other.at, text: 'listens to the same event' };
  for (const emission of emissions) {
    const found = after(world, emission, new Set());
    if (found) return found;
  }
  return null;
}

/** Where listeners are handed over, by event: asked for once a listener, and for each that hears of it on the way. */
const listening = new WeakMap<CallGraph, ReadonlyMap<string, CallEdge[]>>();

function byEvent(graph: CallGraph): ReadonlyMap<string, CallEdge[]> {
  const known = listening.get(graph) ?? grouped([...graph.into.values()].flat().filter((edge) => edge.kind === 'callback' && edge.event !== undefined), (edge) => edge.event ?? '');
  listening.set(graph, known);
  return known;
}

const listenersOf = ({ graph }: ClosureWorld, { event, emitter }: CallEdge): CallEdge[] =>
  (event === undefined ? [] : byEvent(graph).get(event) ?? []).filter((other) => (!isOutside(other.via ?? '') || other.emitter !== undefined) && overlap(other.emitter ?? [], emitter ?? []));

const goesOn = (at: Place): Witness => ({ at, text: 'may go on after it' });

/** Where the program goes on after a call that may reach listeners. */
function after(world: ClosureWorld, call: Pick<CallEdge, 'from' | 'at' | 'range'>, seen: Set<FunctionId>): Witness | null {
  return isLastCall(world, call) ? afterFunction(world, call.from, seen) : goesOn(call.at);
}

function afterFunction(world: ClosureWorld, id: FunctionId, seen: Set<FunctionId>): Witness | null {
  if (seen.has(id)) return null;
  seen.add(id);
  const fn = world.graph.functions.get(id);
  const callers = (world.graph.into.get(id) ?? []).filter((edge) => !edge.lookedAt);
  if (!fn || callers.length === 0 || isCalledUnseen(world, fn, callers)) return fn ? { at: fn.place, text: `(${nameOf(fn)}) has callers that are not seen and may go on after it` } : null;
  for (const edge of callers) {
    const found = edge.kind === 'callback' ? afterCallback(world, edge, seen) : after(world, edge, seen);
    if (found) return found;
  }
  return null;
}

function isCalledUnseen(world: ClosureWorld, fn: FunctionNode, callers: readonly CallEdge[]): boolean {
  const isMember = fn.kind === 'method' || fn.usage === 'property' || fn.usage === 'member';
  if (fn.generator || fn.kind === 'module' || fn.kind === 'getter' || fn.kind === 'setter' || fn.kind === 'field') return true;
  if (world.publicApi.has(fn.id) || fn.stranger !== undefined || fn.foreignBase !== undefined || (isMember && world.openNames.has(fn.name))) return true;
  return fn.escapes && !callers.some((edge) => edge.kind === 'callback');
}

function afterCallback(world: ClosureWorld, edge: CallEdge, seen: Set<FunctionId>): Witness | null {
  const via = edge.via ?? '';
  if (/\.(?:off|removeListener|removeEventListener)$/.test(via)) return null;
  if (/^Array\./.test(via)) return goesOn(edge.at);
  if (/^(?:global\.)?Promise(?:\.|$)/.test(via)) return /^(?:discarded|void)$/.test(edge.result) && via !== 'global.Promise' ? null : goesOn(edge.at);
  if ((isOutside(via) && !edge.emitter) || callbackContext(via, world.expressMajor)) return null;
  if (edge.event === undefined) return goesOn(edge.at);
  const witness = listenersOf(world, edge).find((one) => one.to !== edge.to);
  if (witness) return { at: witness.at, text: 'listens to the same event' };
  return emissionsFor(world, edge).map((emission) => (emission.waits ? goesOn(emission.at) : after(world, emission, seen))).find((found) => found !== null) ?? null;
}
