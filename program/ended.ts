/** Whether what a call makes is closed again by the function that made it: a check that connects and leaves, a schedule made to test its pattern. */
import { type CallIndex, callsNamed } from './call-index.js';
import type { LinkedCall } from './edges.js';
import type { Repetition } from './later.js';
import type { World } from './world.js';

const ENDS = /^(?:end|endAsync|close|stop|disconnect|destroy|quit|cancel|terminate)$/;

/** The function of the module's top level that a function stands in. */
function outermost(world: World, file: string, fn: number): number {
  const functions = world.files.get(file)?.facts.functions ?? [];
  const parent = functions[fn]?.parent ?? 0;
  return fn === 0 || parent === 0 ? fn : outermost(world, file, parent);
}

/** Only callbacks stand between the two: a function that is returned or stored may be called much later, or never. */
function callbacksOnly(world: World, file: string, fn: number, frame: number): boolean {
  const functions = world.files.get(file)?.facts.functions;
  for (let at = fn; at !== frame && at !== 0; at = functions?.[at]?.parent ?? 0) {
    const usage = functions?.[at]?.usage;
    if (usage?.kind !== 'called' && !(usage?.kind === 'argument' && usage.property === undefined)) return false;
  }
  return true;
}

/** Handles that a call is about: what it makes, and what it is called on. */
const handlesOf = (call: LinkedCall): string[] => [`${call.file}:${call.index}`, ...call.values.flatMap((value) => (value.v === 'origin' && value.call !== undefined ? [`${value.file ?? ''}:${value.call}`] : []))];

export function endedCalls(world: World, index: CallIndex, repetition: Repetition): (call: LinkedCall) => boolean {
  const closers = new Map<string, LinkedCall[]>();
  for (const call of callsNamed(index, (method) => ENDS.test(method))) {
    if (call.fact.fn === 0) continue;
    for (const handle of handlesOf(call).slice(1)) closers.set(handle, [...(closers.get(handle) ?? []), call]);
  }
  return (call) => call.fact.fn !== 0 && handlesOf(call).flatMap((handle) => closers.get(handle) ?? []).some((closer) => {
    if (closer.file !== call.file) return false;
    if (closer.fact.fn === call.fact.fn) return true;
    const frame = outermost(world, call.file, call.fact.fn);
    return frame === outermost(world, closer.file, closer.fact.fn) && callbacksOnly(world, closer.file, closer.fact.fn, frame) && repetition.again(`${call.file}#${frame}`);
  });
}
