/** Work that outlives its request: calls after the response, promises nobody awaits, endless loops, functions that schedule themselves. */
import type { EntryPoint, JobFact } from '../core/program.js';
import { answering } from './answers.js';
import { type CallIndex, callsOf, rememberedBy } from './call-index.js';
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { Repetition } from './later.js';
import { type Chain, chainsOf } from './promises.js';
import type { RearmingTimer } from './rearming.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

type Job = Omit<JobFact, 'reach'>;

interface Work {
  world: World;
  promising: ReadonlySet<string>;
  /** Functions that wait in a loop, or set a timer that leads back to them. */
  lengthy: ReadonlySet<string>;
  repetition: Repetition;
  /** Functions that a timer calls. */
  timed: ReadonlySet<string>;
  chainOf: (call: LinkedCall) => Chain;
  answers: ReturnType<typeof answering>;
  handlers: ReadonlyMap<string, EntryPoint>;
}

/** Calls of other servers: what they begin is not over when they return. */
const REQUESTS = /^(?:global\.fetch|(?:axios|got|request|needle|superagent|ky|node-fetch|undici|request-promise(?:-native)?)(?:\(\))?(?:\.(?:get|post|put|patch|delete|del|head|request|fetch))?|nodemailer\.createTransport\(\)\.sendMail)$/;

const functionName = (world: World, file: string, fn: number): string => world.files.get(file)?.facts.functions[fn]?.name || 'an anonymous function';

const asksServer = rememberedBy((origin) => REQUESTS.test(origin));

const isRequest = (call: LinkedCall): boolean => call.origins.some(asksServer);

/** Functions that are async, or that call one: what they begin goes on after they return. */
function leadersOf(linked: readonly LinkedCall[], promising: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...promising, ...linked.filter((call) => call.targets.some((target) => promising.has(idOf(target)))).map(callerOf)]);
}

function lengthyFunctions(world: World, index: CallIndex, promising: ReadonlySet<string>, timers: readonly RearmingTimer[]): ReadonlySet<string> {
  const waiting = index.calls.filter((call) => call.fact.loops > 0 && call.fact.result === 'awaited').map(callerOf);
  const endless = [...world.files].flatMap(([file, { facts }]) => facts.endlessLoops.map((loop) => idOf({ file, fn: loop.fn })));
  const rearming = timers.flatMap((timer) => [callerOf(timer.call), ...timer.callbacks]);
  const ending = endingFunctions(index);
  return new Set([...waiting, ...endless, ...rearming].filter((id) => promising.has(id) && !ending.has(id)));
}

/** Functions that end the process in any case: what they still wait for is the end, not work that goes on beside requests. */
const endingFunctions = (index: CallIndex): ReadonlySet<string> =>
  new Set(callsOf(index, (origin) => /^(?:global|node:process)\.(?:process\.)?exit$/.test(origin)).filter((call) => !call.fact.conditional && !call.fact.tried).map(callerOf));

const timedFunctions = (index: CallIndex): ReadonlySet<string> =>
  new Set(callsOf(index, (origin) => /^global\.set(?:Timeout|Interval|Immediate)$/.test(origin)).flatMap((call) => call.callbacks.map(idOf)));

/** The work that a call starts: a local function with a promise, a request to another server, or a function that is handed over to a queue. */
function starts({ world, promising }: Work, call: LinkedCall, leaders: ReadonlySet<string>): string | null {
  const target = call.fact.kind === 'call' ? call.targets.find((t) => promising.has(idOf(t))) : undefined;
  if (target) return functionName(world, target.file, target.fn);
  const request = call.origins.find(asksServer);
  if (request !== undefined) return request.replace(/^global\./, '');
  const queue = call.targets[0];
  const isLeader = (value: Value): boolean => value.v === 'function' && leaders.has(idOf(value));
  return queue && call.fact.args.some((expr) => evaluate(world, call.file, expr).some(isLeader)) ? functionName(world, queue.file, queue.fn) : null;
}

/** Why nobody waits for what the call starts, or null when somebody does. */
function unawaited(work: Work, call: LinkedCall): string | null {
  const { promising, answers, lengthy, repetition } = work;
  const target = call.fact.kind === 'call' ? call.targets.find((t) => promising.has(idOf(t))) : undefined;
  if ((!target && !isRequest(call)) || call.fact.fn === 0 || isInvoked(work, target)) return null;
  const chain = work.chainOf(call);
  if (!chain.loose || answers.answered(call, chain)) return null;
  const handler = work.handlers.get(callerOf(call))?.kind === 'http';
  if (target && handler && chain.links.length === 0) return 'a handler starts it and nobody awaits its promise';
  if (target && answers.endsHere(callerOf(call))) return 'the function that starts it answers without waiting for it';
  if (target && lengthy.has(idOf(target)) && !work.handlers.has(callerOf(call)) && !work.timed.has(callerOf(call))) return 'it goes on in a loop or by timers, and nobody awaits its promise';
  return !target && repetition.again(callerOf(call)) && !promising.has(callerOf(call)) && answers.onlyNotes(call, chain) ? 'nobody waits for the other server' : null;
}

/** `(async () => { … })()`: the frame around a script's own awaits. */
const isInvoked = ({ world }: Work, target: { file: string; fn: number } | undefined): boolean =>
  target !== undefined && world.files.get(target.file)?.facts.functions[target.fn]?.usage.kind === 'called';

function pollingJobs(world: World, timers: readonly RearmingTimer[], handlers: ReadonlyMap<string, EntryPoint>): Job[] {
  return timers.map(({ call, callbacks }) => ({
    kind: 'polling', fn: callerOf(call), at: call.fact.at, entryPoint: handlers.get(callerOf(call))?.id ?? null, what: functionName(world, call.file, call.fact.fn),
    reasons: [callbacks.includes(callerOf(call)) ? 'the function sets a timer that calls it again' : 'the timer leads back to the function that sets it'],
  }));
}

function endlessJobs(world: World): Job[] {
  return [...world.files].flatMap(([file, { facts }]) => facts.endlessLoops.map((loop): Job => ({
    kind: 'endless-loop', fn: `${file}#${loop.fn}`, at: loop.place, entryPoint: null, what: functionName(world, file, loop.fn),
    reasons: [loop.awaits ? 'a loop without an end that waits in its body' : 'a loop without an end'],
  })));
}

/** What is known of the program by the time that jobs are looked for. */
export interface KnownWork {
  promising: ReadonlySet<string>;
  handlers: ReadonlyMap<string, EntryPoint>;
  repetition: Repetition;
  timers: readonly RearmingTimer[];
}

const NO_JOBS: Job[] = [];

export function jobsOf(world: World, index: CallIndex, { promising, handlers, repetition, timers }: KnownWork): Job[] {
  const linked = index.calls;
  const leaders = leadersOf(linked, promising);
  const answers = answering(world, index);
  const work: Work = { world, promising, lengthy: lengthyFunctions(world, index, promising, timers), repetition, timed: timedFunctions(index), chainOf: chainsOf(world, index), answers, handlers };
  const started = linked.flatMap((call): Job[] => {
    if (call.targets.length + call.origins.length === 0) return NO_JOBS;
    const what = starts(work, call, leaders);
    if (what === null) return NO_JOBS;
    const job = { fn: callerOf(call), at: call.fact.at, entryPoint: handlers.get(callerOf(call))?.id ?? null, what };
    if (answers.late(call)) return [{ ...job, kind: 'after-response', reasons: ['it runs after the response has been sent'] }];
    const reason = unawaited(work, call);
    return reason === null ? NO_JOBS : [{ ...job, kind: 'un-awaited', reasons: [reason] }];
  });
  return [...started, ...pollingJobs(world, timers, handlers), ...endlessJobs(world)];
}
