/** How an app is entered, and the text of the small files that serve one module on Node and on Workers. Writes no file itself. */

import { CONTROL_HEADER } from './control.js';

/** An export of a module that serves requests, or a module that listens by itself. */
export interface ModuleEntry {
  /** Relative to the app, forward slashes. */
  module: string;
  /** Export to serve; `createApp()` calls it first. Ignored when `listens` is set. */
  export: string;
  /** Where a router is mounted. */
  mount: string;
  /** The port that the module itself listens on when it is loaded. */
  listens?: number;
}

export interface Entry {
  module?: ModuleEntry;
  /** Command that starts the original on Node. */
  start?: string;
  /** Variable that tells the app its port. */
  portEnv: string;
  /** What serves on Workers when it is not the same module. Without it and without `module`: wrangler's `main`. */
  workers?: ModuleEntry;
}

/** The port every app believes it has, on both sides. */
export const PORT = 3000;

/** What an export turned out to be. */
export const HANDLER_KINDS = ['express-app', 'express-router', 'koa', 'server', 'fetch', 'listener'] as const;
export type HandlerKind = (typeof HANDLER_KINDS)[number];

/** Header that marks an answer made from an exception that left the Worker. */
export const THROWN_HEADER = 'x-cf-migrate-thrown';

/** Header that tells class and code of an error that an Express app let through. */
export const ERROR_HEADER = 'x-cf-migrate-error';

const text = (value: string): string => JSON.stringify(value);

/** Finds the export (CommonJS and ESM alike), tells its kind, and makes a (request, response) function of it. */
const COMMON = `
function pick(module, name) {
  const inner = module.default;
  if (name !== 'default') return module[name] ?? inner?.[name];
  return inner?.__esModule && inner.default ? inner.default : inner;
}

function kindOf(value) {
  if (typeof value === 'function') {
    if (typeof value.handle !== 'function') return 'listener';
    return typeof value.set === 'function' ? 'express-app' : 'express-router';
  }
  if (typeof value?.callback === 'function' && Array.isArray(value.middleware)) return 'koa';
  if (typeof value?.fetch === 'function') return 'fetch';
  if (typeof value?.listen === 'function' && typeof value.emit === 'function') return 'server';
  return null;
}

function missing(name, module, value) {
  return new Error('the export ' + name + ' of ' + module + ' is no Express app or router, Koa app, server, (request, response) function or fetch handler: it is ' + (value === null ? 'null' : typeof value));
}

function marked(response, error) {
  if (!response.headersSent) response.setHeader(${text(ERROR_HEADER)}, encodeURI((error?.name ?? typeof error) + (error?.code === undefined ? '' : ' (' + error.code + ')')));
}

function served(value, kind, around) {
  if (kind === 'koa') return value.callback();
  if (kind === 'express-router') return around(value);
  return (request, response) => value(request, response, (error) => {
    response.statusCode = error ? 500 : 404;
    if (error) marked(response, error);
    response.end(error ? String(error) : '');
  });
}
`;

/** A router expects its app around it: body parsers as most apps have them. */
const AROUND = (mount: string): string => `
function around(express, router) {
  const app = express();
  app.use(express.json());
  app.use(express.urlencoded({ extended: true }));
  app.use(${text(mount)}, router);
  // Express logs an error after it answered; on Workers nothing runs after the answer, and the log would stay empty.
  app.use((error, request, response, next) => { console.error(error?.stack ?? String(error)); marked(response, error); next(error); });
  return app;
}
`;

const calls = (entry: ModuleEntry): { name: string; call: boolean } =>
  entry.export.endsWith('()') ? { name: entry.export.slice(0, -2), call: true } : { name: entry.export, call: false };

/** Node: serves the export on a port of its own. A module that listens by itself is only loaded. */
export function nodeHost(entry: ModuleEntry, reportVariable: string): string {
  if (entry.listens !== undefined) return `import ${text(`./${entry.module}`)};\n`;
  const { name, call } = calls(entry);
  return `import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import * as module from ${text(`./${entry.module}`)};
${COMMON}${AROUND(entry.mount)}
async function toFetch(value, request, response) {
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : Readable.toWeb(request);
  const answer = await value.fetch(new Request('http://' + request.headers.host + request.url, { method: request.method, headers: request.headers, body, duplex: 'half' }), process.env, { waitUntil() {}, passThroughOnException() {} });
  response.writeHead(answer.status, [...answer.headers].flat());
  response.end(Buffer.from(await answer.arrayBuffer()));
}

const exported = pick(module, ${text(name)});
const value = ${call ? "typeof exported === 'function' ? await exported() : exported" : 'exported'};
const kind = kindOf(value);
if (kind === null) throw missing(${text(entry.export)}, ${text(entry.module)}, value);
appendFileSync(process.env.${reportVariable}, JSON.stringify({ kind }) + '\\n');
if (kind === 'server') {
  value.listen(${PORT});
} else {
  const express = kind === 'express-router' ? (await import('express')).default : null;
  const listener = kind === 'fetch'
    ? (request, response) => toFetch(value, request, response).catch((error) => { console.error(error); response.statusCode = 500; response.setHeader(${text(THROWN_HEADER)}, '1'); response.end(JSON.stringify({ name: error?.name, code: error?.code, message: String(error?.message ?? error) })); })
    : served(value, kind, (router) => around(express, router));
  createServer(listener).listen(${PORT});
}
`;
}

/** What the Worker answers to verify itself, and to nobody who does not know the word. */
const CONTROL = (word: string): string => `
async function obeyed(request) {
  const order = await request.json();
  if (order.tripwire) return Response.json(globalThis.__cfMigrateTripwire?.report() ?? null);
  if (order.calls) return Response.json(globalThis.__cfMigrateCalls?.report() ?? null);
  return Response.json({ running: deliveries, thrown: thrown.splice(0) });
}
let deliveries = 0;
const thrown = [];
const followed = (handler) => async (...given) => {
  deliveries++;
  try {
    return await handler(...given);
  } catch (error) {
    console.error(error?.stack ?? String(error));
    thrown.push({ name: error?.name, code: error?.code, message: String(error?.message ?? error) });
    throw error;
  } finally {
    deliveries--;
  }
};
const isOrder = (request) => request.headers.get(${text(CONTROL_HEADER)}) === ${text(word)};
`;

/** An exception that leaves fetch() is answered by the platform; here it is told apart from an answer of the app. `word`: orders of verify are taken. */
const GUARD = (word?: string): string => `${word === undefined ? '' : CONTROL(word)}
function guarded(handler) {
  return async (request, env, context) => {
    ${word === undefined ? '' : 'if (isOrder(request)) return obeyed(request);'}
    try {
      return await handler(request, env, context);
    } catch (error) {
      console.error(error?.stack ?? String(error));
      return new Response(JSON.stringify({ name: error?.name, code: error?.code, message: String(error?.message ?? error), stack: error?.stack }), { status: 500, headers: { ${text(THROWN_HEADER)}: '1' } });
    }
  };
}
`;

/** Workers: the same module behind workerd's bridge to node:http, or its fetch handler as it is. `main`: the project's own Worker, whose events and classes are there too. */
export function workerHost(entry: ModuleEntry, kind: HandlerKind | null, word?: string, main?: string): string {
  const events = main === undefined ? { text: '', spread: '' } : { text: `import * as main from ${text(`./${main}`)};\nexport * from ${text(`./${main}`)};\n${EVENTS(word)}`, spread: '...eventsOf(main.default), ' };
  if (entry.listens !== undefined) {
    return `import ${text(`./${entry.module}`)};
import { httpServerHandler } from 'cloudflare:node';
${GUARD(word)}${events.text}
const bridge = httpServerHandler({ port: ${entry.listens} });
export default { ${events.spread}fetch: guarded((request, env, context) => bridge.fetch(request, env, context)) };
`;
  }
  const { name, call } = calls(entry);
  return `import { createServer } from 'node:http';
import { httpServerHandler } from 'cloudflare:node';
import * as module from ${text(`./${entry.module}`)};
${kind === 'express-router' ? "import express from 'express';" : 'const express = null;'}
${COMMON}${AROUND(entry.mount)}${GUARD(word)}${events.text}
const exported = pick(module, ${text(name)});
const value = ${call ? "typeof exported === 'function' ? exported() : exported" : 'exported'};
const kind = kindOf(value);
if (kind === null) throw missing(${text(entry.export)}, ${text(entry.module)}, value);
let handler = value?.fetch?.bind(value);
if (kind !== 'fetch') {
  const server = kind === 'server' ? value : createServer(served(value, kind, (router) => around(express, router)));
  server.listen(${PORT});
  const bridge = httpServerHandler({ port: ${PORT} });
  handler = (request, env, context) => bridge.fetch(request, env, context);
}
export default { ${events.spread}fetch: guarded(handler) };
`;
}

/** Events of the project's own Worker, bound to it; followed when verify asks what became of them. */
const EVENTS = (word: string | undefined): string => `
const eventsOf = (worker) => Object.fromEntries(
  ['scheduled', 'queue', 'email', 'tail', 'trace', 'alarm'].filter((name) => typeof worker?.[name] === 'function').map((name) => [name, ${word === undefined ? 'worker[name].bind(worker)' : 'followed(worker[name].bind(worker))'}]),
);
`;

/** Workers: the project's own Worker, guarded. Durable Objects and other exports stay as they are. */
export function mainHost(main: string, word?: string): string {
  const fetch = word === undefined ? "typeof worker?.fetch === 'function' ? { fetch: guarded(worker.fetch.bind(worker)) } : {}" : "{ fetch: guarded(typeof worker?.fetch === 'function' ? worker.fetch.bind(worker) : () => { throw new Error('Handler does not export a fetch() function.'); }) }";
  return `import * as module from ${text(`./${main}`)};
export * from ${text(`./${main}`)};
${GUARD(word)}${EVENTS(word)}
const worker = module.default;
export default typeof worker === 'function' ? worker : { ...eventsOf(worker), ...(${fetch}) };
`;
}
