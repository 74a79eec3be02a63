// Serves server.js on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here.
import http from 'node:http';
import { httpServerHandler } from 'cloudflare:node';

const requests = httpServerHandler({ port: 3846 });
let listening;

// Before it listens it does what Workers allow only while a request is served, so the first request starts it.
function start() {
  return new Promise((resolve, reject) => {
    const { listen } = http.Server.prototype;
    http.Server.prototype.listen = function (...args) {
      resolve();
      return listen.apply(this, args);
    };
    import('./server.js').catch(reject);
  });
}

export default {
  async fetch(request, env, context) {
    listening ??= start();
    context.waitUntil(listening);
    await listening;
    return requests.fetch(request, env, context);
  },
};
