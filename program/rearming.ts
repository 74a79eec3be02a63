/** Timers that lead back to the function that sets them, directly or through others: the work goes on for as long as the process lives. */
import { type CallIndex, callsOf } from './call-index.js';
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { World } from './world.js';

export interface RearmingTimer {
  call: LinkedCall;
  /** Functions that the timer calls and that lead back to it. */
  callbacks: string[];
}

const MAX_VISITED = 400;
const TIMERS = /^global\.setTimeout$/;

/** `new Promise((resolve) => setTimeout(…))`, or a function inside that asks again until it resolves: whoever waits for the promise decides whether to go on. */
function inExecutor(world: World, call: LinkedCall): boolean {
  const facts = world.files.get(call.file)?.facts;
  if (!facts) return false;
  for (let fn = call.fact.fn; fn !== 0; fn = facts.functions[fn]?.parent ?? 0) {
    const usage = facts.functions[fn]?.usage;
    const callee = usage?.kind === 'argument' && usage.index === 0 ? facts.exprs[facts.calls[usage.call]?.callee ?? -1] : undefined;
    if (callee?.k === 'global' && callee.name === 'Promise') return true;
  }
  return false;
}

const reachedBy = (call: LinkedCall): string[] => [...call.targets, ...call.callbacks.filter((c) => c.callback?.when !== 'entry')].map(idOf);

function leadsBack(from: string, to: string, calls: ReadonlyMap<string, readonly LinkedCall[]>): boolean {
  const seen = new Set<string>();
  const pending = [from];
  for (let id = pending.pop(); id !== undefined && seen.size < MAX_VISITED; id = pending.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    pending.push(...(calls.get(id) ?? []).flatMap(reachedBy));
  }
  return false;
}

export function rearmingTimers(world: World, index: CallIndex): RearmingTimer[] {
  const timers = callsOf(index, (origin) => TIMERS.test(origin)).filter((call) => call.callbacks.length > 0 && call.fact.result !== 'awaited' && !inExecutor(world, call));
  if (timers.length === 0) return [];
  const calls = new Map<string, LinkedCall[]>();
  for (const call of index.calls) {
    if (call.targets.length + call.callbacks.length === 0) continue;
    const from = callerOf(call);
    const before = calls.get(from);
    if (before) before.push(call);
    else calls.set(from, [call]);
  }
  return timers.flatMap((call) => {
    const own = callerOf(call);
    const callbacks = call.callbacks.map(idOf).filter((id) => leadsBack(id, own, calls));
    return callbacks.length > 0 ? [{ call, callbacks }] : [];
  });
}
