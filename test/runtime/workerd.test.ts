import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleForWorkers } from '../../runtime/bundle.js';
import { send } from '../../runtime/http.js';
import { loadRuntime, type RuntimePackages } from '../../runtime/packages.js';
import { symptomOf } from '../../runtime/symptoms.js';
import { startWorker, type RunningWorker, type StartedWorker, type WorkerOptions } from '../../runtime/workerd.js';
import type { WranglerConfig } from '../../runtime/wrangler-config.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
let packages: RuntimePackages;
const running: RunningWorker[] = [];
beforeAll(async () => { packages = await loadRuntime(); });
afterAll(async () => {
  for (const worker of running) await worker.stop();
  workshop.close();
});

const wrangler: WranglerConfig = { kv_namespaces: [{ binding: 'NOTES' }], r2_buckets: [{ binding: 'FILES' }] };

async function start(files: Record<string, string>, more: Partial<WorkerOptions> = {}): Promise<StartedWorker> {
  const compatibilityDate = more.compatibilityDate ?? '2026-11-17';
  const result = await bundleForWorkers({ root: workshop.app(files), entry: 'worker.js', compatibilityDate, wrangler, packages });
  if (!result.ok) throw new Error(JSON.stringify(result.notes));
  const started = await startWorker({ packages, bundle: result.bundle, wrangler, compatibilityDate, env: {}, network: 'loopback', ...more });
  if (started.ok) running.push(started.worker);
  return started;
}

async function started(script: string, more: Partial<WorkerOptions> = {}): Promise<RunningWorker> {
  const result = await start({ 'worker.js': script }, more);
  if (!result.ok) throw new Error(result.problem.message);
  return result.worker;
}

const get = async (worker: RunningWorker, path: string): Promise<string> => (await send(worker.port, { method: 'GET', path, headers: { 'mf-disable-pretty-error': '1' }, body: null }, 5_000)).body;

/** A Worker that does what its URL says, one KV call after the other. */
const KV_SCRIPT = `
import { env } from 'cloudflare:workers';
const say = (value) => value === null ? 'miss' : typeof value === 'string' ? value : JSON.stringify(value);
export default { async fetch(request) {
  const steps = new URL(request.url).pathname.slice(1).split(';').map(decodeURIComponent);
  const said = [];
  for (const step of steps) {
    const [verb, key, value] = step.split(',');
    try {
      if (verb === 'put') said.push(await env.NOTES.put(key, value) ?? 'ok');
      if (verb === 'delete') said.push(await env.NOTES.delete(key) ?? 'ok');
      if (verb === 'get') said.push(say(await env.NOTES.get(key, value)));
      if (verb === 'list') said.push((await env.NOTES.list({ prefix: key })).keys.map((one) => one.name).join('+'));
    } catch (error) { said.push(error.message); }
  }
  return new Response(said.join(' '));
} };`;

describe('workerd', () => {
  it('leads a start-up error back to the source line', async () => {
    const result = await start({
      'worker.js': 'import "./poll.js";\nexport default { fetch() {} };',
      'poll.js': 'export function poll() {\n  setInterval(() => {}, 1000);\n}\npoll();\n',
    });
    expect(result.ok ? null : result.problem).toMatchObject({ at: { file: 'poll.js', line: 2 }, message: expect.stringContaining('global scope') as string });
    expect(symptomOf(result.ok ? '' : result.problem.message)?.code).toBe('global-scope');
  });

  it('refuses a compatibility date from the future in words', async () => {
    const result = await start({ 'worker.js': 'export default { fetch() {} };' }, { compatibilityDate: '2099-01-01' });
    expect(symptomOf(result.ok ? '' : result.problem.message)?.code).toBe('compatibility-date');
  });

  it('fills and reads the stores, over more than one page, bytes as they are', async () => {
    const worker = await started('export default { fetch: () => new Response("ok") };');
    const many = Array.from({ length: 1005 }, (_, index) => ({ key: `note/${String(index).padStart(4, '0')}`, bytes: Buffer.from([index % 256, 0, 255]) }));
    await worker.fill('kv_namespaces', 'NOTES', many);
    const back = await worker.read('kv_namespaces', 'NOTES');
    expect(back).toHaveLength(1005);
    expect(back.every((value, index) => value.key === many[index]?.key && value.bytes.equals(many[index]?.bytes ?? Buffer.alloc(0)))).toBe(true);
    await worker.fill('r2_buckets', 'FILES', [{ key: 'a/b.bin', bytes: Buffer.from([1, 2, 3]) }]);
    expect(await worker.read('r2_buckets', 'FILES')).toEqual([{ key: 'a/b.bin', bytes: Buffer.from([1, 2, 3]) }]);
  });

  it('gives text bindings and process.env, and reaches nobody but this machine', async () => {
    const worker = await started('export default { async fetch() { const reached = await fetch("http://198.51.100.1/").then(() => "reached", () => "refused"); return new Response(process.env.NOTE + " " + reached); } };', { env: { NOTE: 'hello' } });
    expect(await get(worker, '/')).toBe('hello refused');
  });

  it('keeps what the Worker prints', async () => {
    const worker = await started('export default { fetch() { console.error("a note to the log"); return new Response("ok"); } };');
    await get(worker, '/');
    // It travels through a pipe of its own and may come after the answer.
    await vi.waitFor(() => expect(worker.log()).toContain('a note to the log'));
  });
});

describe('what a Worker prints', () => {
  it('names the lines of the sources', async () => {
    const started = await start({ 'worker.js': 'import { fail } from "./lib/fail.js";\nexport default { fetch() { try { fail(); } catch (error) { console.error(error.stack); } return new Response("ok"); } };', 'lib/fail.js': '\nexport function fail() {\n  throw new Error("on purpose");\n}' });
    if (!started.ok) throw new Error(started.problem.message);
    await get(started.worker, '/');
    await vi.waitFor(() => expect(started.worker.log()).toMatch(/at fail \(lib\/fail\.js:3\)/));
  });
});

describe('a KV that is a minute behind', () => {
  let stale: RunningWorker;
  beforeAll(async () => {
    stale = await started(KV_SCRIPT, { staleKv: true });
    await stale.fill('kv_namespaces', 'NOTES', [{ key: 'old', bytes: Buffer.from('"first"') }, { key: 'gone', bytes: Buffer.from('here') }]);
  });

  it.each([
    ['serves the value from before a write', 'get,old;put,old,"second";get,old;get,old,json', '"first" ok "first" first'],
    ['serves the miss from before a write', 'get,new;put,new,x;get,new;list,n', 'miss ok miss '],
    ['still has what was deleted', 'delete,gone;get,gone;list,g', 'ok here gone'],
    ['refuses a second write to a key within a second, and not to another key', 'put,twice,1;put,twice,2;put,other,1', 'ok KV PUT failed: 429 Too Many Requests ok'],
    ['orders keys by their UTF-8 bytes', 'list,', 'gone+old'],
  ])('%s', async (_, steps, expected) => {
    expect(await get(stale, `/${steps.split(';').map(encodeURIComponent).join(';')}`)).toBe(expected);
  });

  it('lets the next write through a second later, and shows it after a minute', async () => {
    expect(await get(stale, '/put,later,1')).toBe('ok');
    await stale.setClock(1_100);
    expect(await get(stale, '/put,later,2;get,later')).toBe('ok miss');
    await stale.setClock(60_500);
    expect(await get(stale, '/get,later')).toBe('1');
    await stale.setClock(62_000);
    expect(await get(stale, '/get,later;list,l')).toBe('2 later');
  });
});
