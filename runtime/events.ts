/** Carries out the steps of a script that are no requests, on each side, and answers as a request would: done, not run, or what was thrown. */
import { setTimeout as pause } from 'node:timers/promises';
import { askControl } from './control.js';
import { failed, send, type Answer } from './http.js';
import type { NodeApp } from './node-app.js';
import { consumersOf } from './queues.js';
import type { OnNode, ScriptEvent } from './script-events.js';
import { isTypeScript, transpiledName } from './transpile.js';
import type { RunningWorker } from './workerd.js';
import type { WranglerConfig } from './wrangler-config.js';

export interface Thrown {
  name?: string;
  code?: string;
  message?: string;
}

/** Class and code first: callers act on these, people read the rest. */
export const thrownText = ({ name, code, message }: Thrown): string => `${name ?? 'Error'}${code === undefined ? '' : ` (${code})`}: ${message ?? ''}`;

const done = (event: NonNullable<Answer['event']>): Answer => ({ status: 200, headers: {}, body: '', bytes: Buffer.alloc(0), event, milliseconds: 0 });

/** An exception that leaves the app, told like one that leaves a request. */
const threw = (thrown: Thrown): Answer => ({ ...failed('error', thrownText(thrown)), status: 500 });

const POLL = 40;
/** A message that is retried is in no queue for a moment. */
const QUIET_POLLS = 3;
/** Until the messages of a step are delivered: over the longest batch timeout. */
const DELIVERY = 65_000;

async function calledOnNode(app: NodeApp, port: number, onNode: OnNode, given: unknown[], limit: number): Promise<Answer> {
  if ('path' in onNode) {
    const [body] = given;
    const answer = await send(port, { method: onNode.method, path: onNode.path, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? null : JSON.stringify(body) }, limit);
    if (answer.failure) return answer;
    return answer.status < 400 ? done('done') : threw({ message: `${onNode.method} ${onNode.path} answered ${answer.status}` });
  }
  const module = isTypeScript(onNode.module) ? transpiledName(onNode.module) : onNode.module;
  try {
    const said = (await app.order({ module, export: onNode.export, arguments: given }, limit)) as { thrown?: Thrown };
    return said.thrown ? threw(said.thrown) : done('done');
  } catch (error) {
    return failed('error', error instanceof Error ? error.message : String(error));
  }
}

/** On Node nothing fires by itself: the function or path that stands for the event is called, for each message once. */
export async function eventOnNode(app: NodeApp, event: ScriptEvent, limit: number): Promise<Answer> {
  if (event.kind === 'wait' || event.kind === 'drain') return done('done');
  if (event.onNode === null) return done('not run');
  if (event.kind === 'cron') return calledOnNode(app, app.port, event.onNode, [], limit);
  for (const message of event.messages) {
    const answer = await calledOnNode(app, app.port, event.onNode, [message], limit);
    if (answer.failure) return answer;
  }
  return done('done');
}

export interface EventsOnWorkers {
  worker: RunningWorker;
  wrangler: WranglerConfig;
  word: string;
}

interface Deliveries {
  running: number;
  thrown: Thrown[];
}

async function deliveries({ worker, word }: EventsOnWorkers): Promise<Deliveries> {
  return (await askControl(worker.port, word, { events: true }, 5_000)) as Deliveries;
}

/** Waits until nothing waits in a queue and nothing is being delivered. */
async function drained(side: EventsOnWorkers, limit: number): Promise<{ empty: boolean; thrown: Thrown[] }> {
  const begun = Date.now();
  const thrown: Thrown[] = [];
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    const now = await deliveries(side);
    thrown.push(...now.thrown);
    quiet = now.running === 0 && (await side.worker.backlog()) === 0 ? quiet + 1 : 0;
    if (Date.now() - begun > limit) return { empty: false, thrown };
    await pause(POLL);
  }
  return { empty: true, thrown };
}

async function carriedOut(side: EventsOnWorkers, event: ScriptEvent): Promise<Answer> {
  const { worker, wrangler } = side;
  if (event.kind === 'cron') {
    if (!wrangler.triggers?.crons?.includes(event.cron)) return failed('error', `no trigger of the wrangler configuration has the schedule "${event.cron}": on Cloudflare nothing would fire it`);
    await worker.schedule(event.cron);
    const [first] = (await deliveries(side)).thrown;
    return first ? threw(first) : done('done');
  }
  if (event.kind === 'queue') {
    if (!consumersOf(wrangler).some(({ queue }) => queue === event.queue)) return failed('error', `the wrangler configuration names no consumer of the queue ${event.queue}`);
    await worker.enqueue(event.queue, event.messages);
  }
  const limit = event.kind === 'drain' ? event.limit : DELIVERY;
  const { empty, thrown } = await drained(side, limit);
  const [first] = thrown;
  if (first) return threw(first);
  return empty ? done('done') : failed('timeout', `the queues were not empty within ${limit / 1000} s`);
}

/** Events as Workers get them: the scheduled handler by its trigger, messages through the queue with its batches, retries and dead letters. */
export async function eventOnWorkers(side: EventsOnWorkers, event: ScriptEvent): Promise<Answer> {
  if (event.kind === 'wait') return done('done');
  try {
    return await carriedOut(side, event);
  } catch (error) {
    return failed('error', error instanceof Error ? error.message : String(error));
  }
}
