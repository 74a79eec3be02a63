/** Questions to cron triggers: what the handler is given, what happens when it throws, and who calls it. */
import type { Asked, BindingPage } from '../check.js';

const CODE = `
const seen = [];
const handlers = { async scheduled(controller, env, ctx) {
  seen.push({ cron: controller.cron, at: controller.scheduledTime, kind: typeof controller.noRetry });
  if (controller.cron === '0 5 * * *') throw new Error('on purpose');
  ctx.waitUntil(scheduler.wait(50).then(() => seen.push('later')));
} };
`;

interface Scheduled { outcome: string; noRetry: boolean }

/** Calls the handler as the platform would. */
async function fire({ miniflare }: Asked, options: { cron?: string; scheduledTime?: Date }): Promise<Scheduled> {
  // miniflare types this as a fetcher of the DOM, which has no handlers to call.
  const worker = await miniflare.getWorker('questions') as unknown as { scheduled(options: object): Promise<Scheduled> };
  return worker.scheduled(options);
}

export const cron: BindingPage = {
  title: 'Cron triggers',
  rests: 'timers and schedules that the plan sends to cron triggers.',
  bindings: {},
  code: CODE,
  checks: [
    { asks: 'the handler is called: what that answers', run: (running) => fire(running, { cron: '*/5 * * * *', scheduledTime: new Date(1000) }), gives: { outcome: 'ok', noRetry: false } },
    { asks: 'cron and time that it was given', run: `[seen[0].cron, seen[0].at, seen[0].kind]`, gives: ['*/5 * * * *', 1000, 'function'] },
    { asks: 'work handed to waitUntil is done', run: `for (let i = 0; i < 200 && !seen.includes('later'); i++) await scheduler.wait(10); return seen.includes('later')`, gives: true },
    { asks: 'the handler throws', run: (running) => fire(running, { cron: '0 5 * * *' }), gives: { outcome: 'exception', noRetry: false } },
    { asks: 'a cron expression that is none', run: (running) => fire(running, { cron: 'every day' }), gives: { outcome: 'ok', noRetry: false }, differs: 'cron-expression' },
    { asks: 'the address that wrangler dev has for it', run: async ({ miniflare }) => (await miniflare.dispatchFetch('http://questions.test/cdn-cgi/handler/scheduled?cron=*+*+*+*+*')).status, gives: 200 },
  ],
};
