// Serves app.ts on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import { httpServerHandler } from 'cloudflare:node';

const requests = httpServerHandler({ port: 3000 });
let listening: Promise<void> | undefined;

// Before it listens it does what Workers allow only while a request is served, so the first request starts it.
async function start() {
  const { createApp } = await import('./app.js');
  (await createApp()).listen(3000);
}

// A program that ended, or told nobody of a failure, would never listen.
function tooLong(): Promise<void> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('app.ts has not begun to listen')), 20_000);
  });
}

export default {
  async fetch(request: Request, env: unknown, context: { waitUntil(promise: Promise<unknown>): void }) {
    listening ??= start();
    context.waitUntil(listening);
    await Promise.race([listening, tooLong()]);
    return requests.fetch(request, env, context);
  },
};
