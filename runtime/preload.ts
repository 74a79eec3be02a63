/**
 * The text of a small CommonJS file that Node loads before the user's app: it moves every listening port to a free one on
 * loopback and reports it, refuses connections elsewhere, and ends the app when its parent is gone. It changes nothing else.
 */

/** Names of the variables through which the app's process is told; also set for its children. */
export const PRELOAD_ENV = { report: 'CF_MIGRATE_REPORT', parent: 'CF_MIGRATE_PARENT', network: 'CF_MIGRATE_NETWORK', control: 'CF_MIGRATE_CONTROL' } as const;

/** One line of the report file. */
export type Report =
  | { listening: number; wanted: number | null; pid: number }
  | { kind: string }
  /** Where the process that listens takes orders. */
  | { control: number }
  /** Number of a rewritten call that was executed for the first time. */
  | { executed: number };

/** Text of the function that tells of such a call; it stands after the preload. */
export const EXECUTED_REPORT = '(number) => report({ executed: number })';

export const PRELOAD = `'use strict';
const fs = require('node:fs');
const net = require('node:net');

const report = (entry) => fs.appendFileSync(process.env.${PRELOAD_ENV.report}, JSON.stringify(entry) + '\\n');

const isPort = (value) => typeof value === 'number' || (typeof value === 'string' && /^\\d+$/.test(value));

/** Options of a listen() call on a port; null for pipes, handles and descriptors, which stay as they are. */
function portOptions(args) {
  const first = args[0];
  if (first === undefined || first === null || typeof first === 'function') return { port: 0 };
  if (isPort(first)) return { port: Number(first), backlog: args.find((value, index) => index > 0 && typeof value === 'number') };
  if (typeof first === 'object' && (first.port === undefined ? !first.path && !first.handle && first.fd === undefined && !first._handle : true)) return { ...first, port: Number(first.port ?? 0) };
  return null;
}

const listen = net.Server.prototype.listen;

/** A loopback port on which verify, and nobody without its word, calls a function of the app or asks what the tripwire saw. */
let taking = !process.env.${PRELOAD_ENV.control};
function takeOrders() {
  if (taking) return;
  taking = true;
  const answer = async (order) => {
    if (order.tripwire) return globalThis.__cfMigrateTripwire?.report() ?? null;
    const { pathToFileURL } = require('node:url');
    const module = await import(pathToFileURL(require('node:path').resolve(order.module)).href);
    const called = module[order.export] ?? module.default?.[order.export] ?? (order.export === 'default' ? module.default : undefined);
    if (typeof called !== 'function') return { thrown: { name: 'TypeError', message: order.module + ' exports no function ' + order.export } };
    try {
      await called(...order.arguments);
      return {};
    } catch (error) {
      console.error(error);
      return { thrown: { name: error?.name, code: error?.code, message: String(error?.message ?? error) } };
    }
  };
  const server = require('node:http').createServer(async (request, response) => {
    if (request.headers['x-cf-migrate-control'] !== process.env.${PRELOAD_ENV.control}) return response.writeHead(403).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const said = await answer(JSON.parse(Buffer.concat(chunks).toString())).catch((error) => ({ thrown: { name: error?.name, code: error?.code, message: String(error?.message ?? error) } }));
    response.end(JSON.stringify(said));
  });
  server.unref();
  listen.call(server, 0, '127.0.0.1', () => report({ control: server.address().port }));
}
net.Server.prototype.listen = function (...args) {
  const options = portOptions(args);
  if (options === null) return listen.apply(this, args);
  const wanted = options.port || null;
  this.once('listening', () => report({ listening: this.address().port, wanted, pid: process.pid }));
  takeOrders();
  const callback = args.findLast((value) => typeof value === 'function');
  return listen.call(this, { ...options, port: 0, host: '127.0.0.1', path: undefined }, ...(callback ? [callback] : []));
};

if (process.env.${PRELOAD_ENV.network} !== 'open') {
  const isLoopback = (host) => host === undefined || host === null || /^(localhost|127(\\.\\d+){3}|::1|::ffff:127(\\.\\d+){3}|0\\.0\\.0\\.0|::)$/.test(String(host));
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const options = typeof first === 'object' && first !== null ? first : isPort(first) ? { port: first, host: typeof args[1] === 'string' ? args[1] : undefined } : { path: first };
    if (options.path || isLoopback(options.host)) return connect.apply(this, args);
    const message = 'connect ECONNREFUSED ' + options.host + ':' + options.port + ' (verify runs on loopback only)';
    process.nextTick(() => this.destroy(Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect', address: options.host, port: options.port })));
    return this;
  };
}

const parent = Number(process.env.${PRELOAD_ENV.parent});
setInterval(() => {
  try {
    process.kill(parent, 0);
  } catch {
    process.exit(1);
  }
}, 500).unref();
`;
