// Serves server.js on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import http from 'node:http';
import { httpServerHandler } from 'cloudflare:node';

const requests = httpServerHandler({ port: 3000 });
let listening;

// Before it listens it does what Workers allow only while a request is served, so the first request starts it.
function start() {
  return new Promise((resolve, reject) => {
    const { listen } = http.Server.prototype;
    http.Server.prototype.listen = function (...args) {
      listening = Promise.resolve();
      resolve();
      return listen.apply(this, args);
    };
    // On Node either would end the program.
    const fail = (event) => reject(event.error ?? event.reason);
    for (const type of ['error', 'unhandledrejection']) globalThis.addEventListener(type, fail);
    import('./server.js').catch(reject);
  });
}

// A program that ended, or told nobody of a failure, would never listen.
function tooLong() {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('server.js has not begun to listen')), 20_000);
  });
}

export default {
  async fetch(request, env, context) {
    listening ??= start();
    context.waitUntil(listening);
    await Promise.race([listening, tooLong()]);
    return requests.fetch(request, env, context);
  },
};
