// Serves server.ts on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import http from 'node:http';
import { httpServerHandler } from 'cloudflare:node';

const requests = httpServerHandler({ port: 8080 });
let listening: Promise<void> | undefined;

// Before it listens it does what Workers allow only while a request is served, so the first request starts it.
function start(): Promise<void> {
  return new Promise((resolve, reject) => {
    const { listen } = http.Server.prototype;
    http.Server.prototype.listen = function (this: http.Server, ...args: unknown[]) {
      listening = Promise.resolve();
      resolve();
      return (listen as (...args: unknown[]) => http.Server).apply(this, args);
    } as typeof listen;
    // On Node either would end the program.
    const fail = (event: { error?: unknown; reason?: unknown }) => reject(event.error ?? event.reason);
    for (const type of ['error', 'unhandledrejection']) (globalThis as unknown as { addEventListener(type: string, listener: typeof fail): void }).addEventListener(type, fail);
    import('./server.js').catch(reject);
  });
}

// A program that ended, or told nobody of a failure, would never listen.
function tooLong(): Promise<void> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('server.ts has not begun to listen')), 20_000);
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
