/** Work that outlives its request: calls after the response, promises nobody awaits, endless loops, functions that schedule themselves. */
import type { EntryPoint, JobFact } from '../core/program.js';
import type { LinkedCall } from './edges.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

type Job = Omit<JobFact, 'reach'>;

const functionName = (world: World, file: string, fn: number): string => world.files.get(file)?.facts.functions[fn]?.name || 'an anonymous function';

const isAsync = (world: World, file: string, fn: number): boolean => world.files.get(file)?.facts.functions[fn]?.async === true;

/** End of the first call in each function that ends the response on its straight path. */
function responseEnds(world: World, linked: readonly LinkedCall[]): Map<string, number> {
  const ends = new Map<string, number>();
  for (const call of linked) {
    if (call.fact.result === 'returned' || call.fact.conditional) continue;
    const sends = call.values.some((value) => value.v === 'origin' && world.apisOf(value.id).some((api) => api.endsResponse));
    const key = `${call.file}#${call.fact.fn}`;
    if (sends && (ends.get(key) ?? Infinity) > call.fact.range[1]) ends.set(key, call.fact.range[1]);
  }
  return ends;
}

/** True for calls that run when their handler has already answered. */
export function afterResponse(world: World, linked: readonly LinkedCall[]): (call: LinkedCall) => boolean {
  const ends = responseEnds(world, linked);
  return (call) => (ends.get(`${call.file}#${call.fact.fn}`) ?? Infinity) <= call.fact.range[0];
}

/** Functions that are async, or that call one: what they begin goes on after they return. */
function asyncLeaders(world: World, linked: readonly LinkedCall[]): ReadonlySet<string> {
  const leaders = new Set([...world.files].flatMap(([file, { facts }]) => facts.functions.flatMap((fact, i) => (fact.async ? [`${file}#${i}`] : []))));
  for (const call of linked) {
    if (call.targets.some((t) => isAsync(world, t.file, t.fn))) leaders.add(`${call.file}#${call.fact.fn}`);
  }
  return leaders;
}

/** The work that a call starts: a local async function, or one that is handed over to a queue. */
function starts(world: World, call: LinkedCall, leaders: ReadonlySet<string>): string | null {
  const target = call.targets.find((t) => isAsync(world, t.file, t.fn));
  if (target) return functionName(world, target.file, target.fn);
  const handed = call.fact.args.flatMap((expr) => evaluate(world, call.file, expr)).some((value) => value.v === 'function' && leaders.has(`${value.file}#${value.fn}`));
  const queue = call.targets[0];
  return handed && queue ? functionName(world, queue.file, queue.fn) : null;
}

export function jobsOf(world: World, linked: readonly LinkedCall[], handlers: ReadonlyMap<string, EntryPoint>): Job[] {
  const late = afterResponse(world, linked);
  const leaders = asyncLeaders(world, linked);
  const jobs: Job[] = [];
  for (const call of linked) {
    const fn = `${call.file}#${call.fact.fn}`;
    const handler = handlers.get(fn);
    const what = starts(world, call, leaders);
    // A chain of then and catch in a handler is how old handlers wait; what matters is a promise that nobody looks at.
    const loose = call.fact.result === 'discarded' || call.fact.result === 'void';
    if (what && late(call)) jobs.push({ kind: 'after-response', fn, at: call.fact.at, entryPoint: handler?.id ?? null, what, reasons: ['it runs after the response has been sent'] });
    else if (what && loose && handler?.kind === 'http' && call.targets.some((t) => isAsync(world, t.file, t.fn))) jobs.push({ kind: 'un-awaited', fn, at: call.fact.at, entryPoint: handler.id, what, reasons: ['a handler starts it and nobody awaits its promise'] });
    const timer = call.values.some((value) => value.v === 'origin' && value.id === 'global.setTimeout');
    if (timer && call.callbacks.some((c) => reschedules(c, call)) && call.fact.result !== 'awaited') {
      jobs.push({ kind: 'polling', fn, at: call.fact.at, entryPoint: handler?.id ?? null, what: functionName(world, call.file, call.fact.fn), reasons: ['the function sets a timer that calls it again'] });
    }
  }
  for (const [file, { facts }] of world.files) {
    for (const loop of facts.endlessLoops) jobs.push({ kind: 'endless-loop', fn: `${file}#${loop.fn}`, at: loop.place, entryPoint: null, what: functionName(world, file, loop.fn), reasons: [loop.awaits ? 'a loop without an end that waits in its body' : 'a loop without an end'] });
  }
  return jobs;
}

/** `setTimeout(poll, …)` inside `poll`. */
const reschedules = (callback: { file: string; fn: number }, call: LinkedCall): boolean => callback.file === call.file && callback.fn === call.fact.fn;
