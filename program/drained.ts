/** Queues that the function which makes them also waits for: a way to limit one job, gone when it is done, and not work that waits in memory. */
import { type CallIndex, callsOf } from './call-index.js';
import type { LinkedCall } from './edges.js';
import type { World } from './world.js';

const keyOf = (file: string, call: number): string => `${file}:${call}`;

/** `inner` is `outer`, or stands inside of it. */
function within(world: World, file: string, inner: number, outer: number): boolean {
  const functions = world.files.get(file)?.facts.functions ?? [];
  for (let fn = inner; fn !== 0; fn = functions[fn]?.parent ?? 0) if (fn === outer) return true;
  return false;
}

/** Functions in which one of the methods that wait until a handle is empty is called, by the call that made the handle. */
function waitsByMaker(linked: readonly LinkedCall[]): Map<string, { method: string; fn: number }[]> {
  const waits = new Map<string, { method: string; fn: number }[]>();
  for (const call of linked) {
    for (const value of call.values) {
      if (value.v !== 'origin' || value.call === undefined || value.file !== call.file) continue;
      const method = /\(\)\.(\w+)$/.exec(value.id)?.[1];
      const key = keyOf(value.file, value.call);
      if (method) waits.set(key, [...(waits.get(key) ?? []), { method, fn: call.fact.fn }]);
    }
  }
  return waits;
}

/** Tells calls that make a queue which the same function empties. One of the module is never done. */
export function drainedQueues(world: World, index: CallIndex): (call: LinkedCall) => boolean {
  const emptying = (origin: string): string[] => world.apisOf(origin).flatMap((api) => api.emptiedBy ?? []);
  const queues = callsOf(index, (origin) => emptying(origin).length > 0).filter((call) => call.fact.fn !== 0);
  if (queues.length === 0) return () => false;
  const files = new Set(queues.map(({ file }) => file));
  const waits = waitsByMaker(index.calls.filter(({ file }) => files.has(file)));
  const drained = new Set(queues.filter((call) => {
    const methods = call.origins.flatMap(emptying);
    return (waits.get(keyOf(call.file, call.index)) ?? []).some((wait) => methods.includes(wait.method) && within(world, call.file, wait.fn, call.fact.fn));
  }));
  return (call) => drained.has(call);
}
