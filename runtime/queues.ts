/** Queues and schedules of a running workerd, reached past the app. What the app does with them is its own business. */
import type { Miniflare } from 'miniflare';
import { order } from './stores.js';
import type { WranglerConfig } from './wrangler-config.js';

type Consumer = NonNullable<NonNullable<WranglerConfig['queues']>['consumers']>[number];

/** Queues whose messages are handed to the Worker; the others are pulled from outside. */
export const consumersOf = (wrangler: WranglerConfig): Consumer[] => (wrangler.queues?.consumers ?? []).filter((one) => one.type !== 'http_pull');

/** Under which name the Worker beside the app knows a queue. */
export const queueBinding = (queue: string): string => `queue:${queue}`;

export async function enqueue(miniflare: Miniflare, queue: string, messages: unknown[]): Promise<void> {
  await order(miniflare, { queue: queueBinding(queue), messages });
}

export async function backlogOf(miniflare: Miniflare, queues: string[]): Promise<number> {
  return queues.length === 0 ? 0 : order<number>(miniflare, { backlog: queues.map(queueBinding) });
}

/** The part of miniflare's Worker that is used; its own types need a package that is not installed here. */
interface ScheduledWorker {
  scheduled(options: { cron: string; scheduledTime: Date }): Promise<{ outcome: string }>;
}

/** What the handler throws is kept by the Worker itself, which is asked for it afterwards. */
export async function runScheduled(miniflare: Miniflare, name: string, cron: string): Promise<void> {
  const worker = (await miniflare.getWorker(name)) as unknown as ScheduledWorker;
  await worker.scheduled({ cron, scheduledTime: new Date() });
}
