/** Steps of a script that are no requests: schedules, queue messages, waiting. Shapes only; events.ts carries them out. */
import { z } from 'zod';

/** What stands for the event in the original, where nothing fires it: a function of the app, or a path. */
export type OnNode = { module: string; export: string } | { method: string; path: string };

export type ScriptEvent =
  | { kind: 'cron'; cron: string; onNode: OnNode | null }
  | { kind: 'queue'; queue: string; messages: unknown[]; onNode: OnNode | null }
  | { kind: 'wait' }
  /** Milliseconds until the queues must be empty. */
  | { kind: 'drain'; limit: number };

const seconds = z.number().nonnegative().max(600);
const relative = z.string().regex(/^(?!\/|\\|[A-Za-z]:)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, 'a path inside the app, relative to its folder');

const onNode = z.union([
  z.strictObject({ module: relative, export: z.string().min(1).default('default') }),
  z.strictObject({ path: z.string().startsWith('/', 'a path begins with /'), method: z.string().default('POST').transform((text) => text.toUpperCase()) }),
]);

const cronStep = z.strictObject({ title: z.string().optional(), cron: z.string().regex(/^\S+(?:\s+\S+){4}$/, 'a schedule has five fields, such as "0 3 * * *"'), onNode: onNode.optional() });
const queueStep = z.strictObject({ title: z.string().optional(), queue: z.string().min(1), messages: z.array(z.json()).min(1, 'at least one message').max(100, 'a batch has at most 100 messages'), onNode: onNode.optional() });
const waitStep = z.strictObject({ wait: seconds });
const drainStep = z.strictObject({ drain: seconds });

export const eventSteps = [cronStep, queueStep, waitStep, drainStep] as const;
export const EVENT_KEYS = ['title', 'cron', 'queue', 'messages', 'onNode', 'wait', 'drain'];

export type RawEvent = z.infer<(typeof eventSteps)[number]>;

/** The event of a step, its title, and how long to wait before it. */
export function eventOf(raw: RawEvent): { event: ScriptEvent; title: string; wait: number } {
  if ('cron' in raw) return { event: { kind: 'cron', cron: raw.cron, onNode: raw.onNode ?? null }, title: raw.title ?? `cron ${raw.cron}`, wait: 0 };
  if ('queue' in raw) return { event: { kind: 'queue', queue: raw.queue, messages: raw.messages, onNode: raw.onNode ?? null }, title: raw.title ?? `queue ${raw.queue}`, wait: 0 };
  if ('wait' in raw) return { event: { kind: 'wait' }, title: `wait ${raw.wait} s`, wait: raw.wait * 1000 };
  return { event: { kind: 'drain', limit: raw.drain * 1000 }, title: 'wait for the queues', wait: 0 };
}
