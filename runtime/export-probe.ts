/** Asks workerd itself, without unenv, what its modules export at a compatibility date, and which functions only say that they are not implemented. Judges nothing. */
import type { ExportsAt } from '../core/evidence.js';
import { startMiniflare, type WorkerDefinition } from './miniflare.js';
import { flagsAt } from './bundle.js';
import type { RuntimePackages } from './packages.js';

/** Modules of Node 24, and of Workers; `globals` are the names of globalThis. */
export const PROBED_MODULES = [
  ...[
    'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console', 'constants', 'crypto', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs',
    'fs/promises', 'http', 'http2', 'https', 'inspector', 'inspector/promises', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode', 'querystring', 'readline',
    'readline/promises', 'repl', 'sea', 'sqlite', 'stream', 'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'test', 'test/reporters', 'timers', 'timers/promises', 'tls',
    'trace_events', 'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'wasi', 'worker_threads', 'zlib',
  ].map((name) => `node:${name}`),
  ...['workers', 'sockets', 'email', 'node', 'workflows', 'pipelines', 'vectorize', 'ai'].map((name) => `cloudflare:${name}`),
  'globals',
];

/**
 * A function is told to be a stub by its own text, or by what it throws when it is called. It is called, with nothing, only where its text
 * is not to be had (native code of a module) or speaks of what is not implemented: a call of all of them would end processes and start
 * timers. A few refuse their arguments before they say so; for these there are arguments (GIVEN).
 */
const PROBE = `
const STUB = /not[_ ]?implemented|unsupported[_ ]operation|is unsupported/i;
const CLOSED = /illegal constructor/i;
const NEVER = new Set(['exit', 'reallyExit', 'abort', 'kill', 'chdir']);
const GIVEN = {
  'node:child_process exec': ['true', {}], 'node:child_process spawnSync': ['true'], 'node:dns setServers': [['127.0.0.1']], 'node:dns/promises setServers': [['127.0.0.1']],
  'node:sqlite DatabaseSync': [':memory:'], 'node:util parseArgs': [{ args: [] }], 'node:vm compileFunction': ['1'], 'node:vm runInNewContext': ['1'], 'node:vm runInThisContext': ['1'],
};
const hush = (got) => { if (typeof got?.then === 'function') got.then(() => {}, () => {}); };
const isStub = (call, said) => { try { hush(call()); return false; } catch (error) { return said.some((one) => one.test((error?.code ?? '') + ' ' + (error?.message ?? error))); } };
const kindOf = (value, owner, module, name) => {
  if (typeof value !== 'function') return value === null ? 'null' : typeof value;
  const given = GIVEN[module + ' ' + name];
  const text = Function.prototype.toString.call(value).replace(/\\/\\*[\\s\\S]*?\\*\\/|\\/\\/.*$/gm, '');
  const isClass = text.startsWith('class') || /^[A-Z]/.test(name);
  const body = text.slice(text.indexOf('{') + 1, text.lastIndexOf('}')).trim();
  const isNative = body === '[native code]';
  const call = () => (isClass ? new value(...(given ?? [])) : value.apply(owner, given ?? []));
  if (given) return isStub(call, [STUB, CLOSED]) ? 'stub' : 'function';
  if (body === '' && !text.includes('=>')) return 'empty';
  if (/^throw new \\w*(NOT_IMPLEMENTED|UNSUPPORTED)\\w*/i.test(body)) return 'stub';
  const isDoubtful = isNative ? !isClass && module.startsWith('node:') : STUB.test(body);
  return isDoubtful && !NEVER.has(name) && isStub(call, [STUB]) ? 'stub' : 'function';
};
const read = (owner, module, name) => { try { return kindOf(owner[name], owner, module, name); } catch { return 'stub'; } };
const namesOf = (owner) => (owner !== null && ['object', 'function'].includes(typeof owner) ? Object.getOwnPropertyNames(owner) : []);
// Some stand on the prototypes of the global object.
const globalNames = () => { const names = []; for (let owner = globalThis; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) names.push(...namesOf(owner)); return [...new Set(names)].filter((name) => !name.startsWith('_') && name !== 'constructor'); };
const exportsOf = (loaded, module) => {
  const inner = typeof loaded.default === 'object' ? loaded.default : null;
  const found = {};
  for (const owner of [inner, loaded]) for (const name of namesOf(owner)) if (!name.startsWith('_') && name !== 'default' && name !== 'module.exports') found[name] = read(owner, module, name);
  return found;
};
export default { async fetch(request) {
  const found = {};
  for (const module of await request.json()) {
    if (module === 'globals') { found[module] = Object.fromEntries(globalNames().map((name) => [name, read(globalThis, module, name)])); continue; }
    try { found[module] = exportsOf(await import(module), module); } catch {}
  }
  return Response.json(found);
} };
`;

const START_LIMIT = 60_000;

const probeWorker = (compatibilityDate: string): WorkerDefinition => ({
  name: 'probe', modules: [{ type: 'ESModule', path: 'probe.mjs', contents: PROBE }], compatibilityDate, compatibilityFlags: flagsAt(compatibilityDate),
});

/** Throws where workerd does not start: that is no property of a module. */
export async function probeExports(packages: RuntimePackages, compatibilityDate: string, modules: readonly string[] = PROBED_MODULES): Promise<ExportsAt> {
  const started = await startMiniflare(packages, [probeWorker(compatibilityDate)], START_LIMIT);
  if (!started.ok) throw new Error(`workerd did not start at ${compatibilityDate}: ${started.log || String(started.error)}`);
  try {
    const answer = await started.miniflare.dispatchFetch('http://probe.test/', { method: 'POST', body: JSON.stringify(modules) });
    return (await answer.json()) as ExportsAt;
  } finally {
    await started.stop();
  }
}
