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
      resolve();
      return (listen as (...args: unknown[]) => http.Server).apply(this, args);
    } as typeof listen;
    import('./server.js').catch(reject);
  });
}

export default {
  async fetch(request: Request, env: unknown, context: { waitUntil(promise: Promise<unknown>): void }) {
    listening ??= start();
    context.waitUntil(listening);
    await listening;
    return requests.fetch(request, env, context);
  },
};
