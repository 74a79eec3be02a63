import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Verification, VerifiedRequest } from '../../core/verification.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { STORAGE_FILE } from '../../runtime/state.js';
import { verify, type VerifyOptions } from '../../runtime/verify.js';
import { descendants, fixture, fixtureText, openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => {
  rmSync(COUNT, { force: true });
  workshop.close();
});

/** Nothing of ours may be left after any of these, however they end. esbuild keeps one service process for itself. */
afterEach(() => {
  expect(workshop.leftovers()).toEqual([]);
});

const NOTES = fixture('notes');
const SCRIPT = parseVerifyScript(fixtureText('notes/verify.yaml'), 'verify.yaml');
/** A file in /tmp that this run alone uses. */
const COUNT = `/tmp/${path.basename(workshop.folder)}-count`;

/** The map that apply writes beside the migrated tree. */
function mapped(root: string, include = ['settings.json', 'notes/*.json']): string {
  mkdirSync(path.join(root, path.dirname(STORAGE_FILE)), { recursive: true });
  writeFileSync(path.join(root, STORAGE_FILE), JSON.stringify({ version: 1, bindings: [{ kind: 'kv_namespaces', binding: 'DOCUMENTS', folder: 'data', include, keyPrefix: '' }] }));
  return root;
}

const migrated = (changes: Record<string, [string, string]> = {}): string => mapped(workshop.copyOf('notes-migrated', changes));

/** The notes app against a migrated tree, the main pass only. */
const check = (tree: string, more: Partial<VerifyOptions> = {}): Promise<Verification> => verify({ original: NOTES, migrated: tree, script: SCRIPT, migratedOnNode: false, ...more });

const script = (entry: string, ...requests: string[]): VerifyOptions['script'] => parseVerifyScript(`entry: ${entry}\nrequests:\n${requests.map((request) => `  - ${request}\n`).join('')}`, 'verify.yaml');

/** An app that was not migrated, played on both. */
function sameTree(files: Record<string, string>, played: VerifyOptions['script'], more: Partial<VerifyOptions> = {}): Promise<Verification> {
  const root = workshop.app(files);
  return verify({ original: root, migrated: root, script: played, ...more });
}

const killWorkerd = (): void => {
  for (const pid of descendants(process.pid)) if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('workerd')) process.kill(pid, 'SIGKILL');
};

const rows = (requests: VerifiedRequest[]): string[] =>
  requests.filter((request) => !request.equal).flatMap(({ round, title, differences }) => differences.map(({ where, node, workers }) => `${round} ${title}: ${where} ${node} → ${workers}`));

describe('a migrated app', () => {
  it('is equal when it is: on workerd, on Node, answers and state; a stale KV is told apart', async () => {
    const steps: string[] = [];
    const result = await check(migrated(), { migratedOnNode: true, staleKv: true, onProgress: (step) => steps.push(step) });
    expect(rows(result.requests)).toEqual([]);
    expect(result).toMatchObject({ equal: true, state: { equal: true, differences: [] }, runtime: { compatibilityDate: '2026-11-17', miniflare: expect.stringMatching(/^4\./) as string } });
    expect(result.requests).toHaveLength(SCRIPT.requests.length * 2);
    expect(result.bundle?.bytes).toBeGreaterThan(100_000);
    const [onNode, stale] = result.passes ?? [];
    expect(onNode).toMatchObject({ name: 'migrated-on-node', informational: false, equal: true, state: { equal: true } });
    expect(stale).toMatchObject({ name: 'stale-kv', informational: true, equal: false });
    expect(rows(stale?.requests ?? [])).toContain('1 GET /settings: $.title "All notes" → "Notes"');
    expect(result.notProved.join('\n')).toMatch(/KV consistency[\s\S]*KV write rate[\s\S]*Memory[\s\S]*CPU[\s\S]*Size/);
    expect(steps).toContain('playing the migrated app on workerd');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it.each<[fault: string, changes: Record<string, [string, string]>, expected: RegExp]>([
    ['a dropped await in an access check, which then always passes', { 'src/notes.js': ["if (!(await mayWrite(request.get('x-user')))) return response.status(403)", "if (!mayWrite(request.get('x-user'))) return response.status(403)"] }, /PUT \/notes\/spy: status 403 → 201/],
    ['a dropped await of a read', { 'src/notes.js': ['response.json(await settings());', 'response.json(settings());'] }, /GET \/settings: \$\.title "Notes" → absent/],
    ['a KV miss turned into null', { 'src/store.kv.js': ['if (text === null) throw absent(name);', ''] }, /GET \/notes\/nothing: status 404 → 200/],
    ['a wrong status', { 'src/notes.js': ['response.status(201)', 'response.status(200)'] }, /PUT \/notes\/tea: status 201 → 200/],
    ['an unsorted list', { 'src/store.kv.js': ["includes('/')).sort()", "includes('/')).sort((a, b) => a.length - b.length).reverse()"] }, /GET \/notes: \$\[0\]/],
    ['an error that became another', { 'src/store.kv.js': ["{ code: 'ENOENT' }", "{ code: 'MISSING' }"] }, /GET \/notes\/nothing: status 404 → 500/],
  ])('is caught with %s', async (_, changes, expected) => {
    const result = await check(migrated(changes));
    expect(result.equal).toBe(false);
    expect(rows(result.requests).join('\n')).toMatch(expected);
  });

  it('is caught when only the stored state differs', async () => {
    const result = await check(migrated({ 'src/notes.js': ['JSON.stringify(request.body)', 'JSON.stringify({ ...request.body, draft: true })'] }), { script: { ...SCRIPT, requests: SCRIPT.requests.filter(({ path }) => path !== '/notes/tea' || true) } });
    expect(rows(result.requests)).toEqual([]);
    expect(result.equal).toBe(false);
    expect(result.state?.differences).toEqual([{ where: 'data/notes/tea.json ↔ DOCUMENTS:notes/tea.json $.draft', node: 'absent', workers: 'true' }]);
  });

  it('is caught when a write lands nowhere, when a key is left over, and when Node writes a file no store stands for', async () => {
    const deletes = parseVerifyScript(`
entry: { module: src/notes.js, export: notes }
state: [data]
requests:
  - { method: PUT, path: /notes/tea, headers: { x-user: ada }, json: { text: Make tea } }
  - { method: DELETE, path: /notes/call, headers: { x-user: ada } }
`, 'verify.yaml');
    const tree = migrated({ 'src/store.kv.js': ['await env.DOCUMENTS.put(name, text);', 'env.DOCUMENTS;'] });
    const lost = await check(tree, { script: deletes });
    expect(lost.state?.differences.map(({ where, workers }) => [where, workers])).toEqual([['data/notes/tea.json ↔ DOCUMENTS:notes/tea.json', 'absent']]);

    const kept = await check(mapped(workshop.copyOf('notes-migrated', { 'src/store.kv.js': ['await env.DOCUMENTS.delete(name);', ''] })), { script: deletes });
    expect(kept.state?.differences.map(({ where, node }) => [where, node])).toEqual([['data/notes/call.json ↔ DOCUMENTS:notes/call.json', 'absent']]);

    const unmapped = await check(mapped(workshop.copyOf('notes-migrated'), ['settings.json', 'notes/call.json', 'notes/milk.json']), { script: deletes });
    expect(unmapped.state?.differences).toContainEqual(expect.objectContaining({ where: 'data/notes/tea.json', workers: 'no store stands for this file' }));
  }, 60_000);

  it('is caught when it no longer runs on Node', async () => {
    const result = await check(migrated({ 'src/store.fs.js': ["(await fs.readdir(path.join(folder, inside))).sort()", '[]'] }), { migratedOnNode: true });
    expect(rows(result.requests)).toEqual([]);
    expect(result.passes?.[0]).toMatchObject({ name: 'migrated-on-node', equal: false });
    expect(result.equal).toBe(false);
  });

  it('meets the write rate of KV in the stale pass when one request writes a key twice', async () => {
    const result = await check(migrated({ 'src/store.kv.js': ['await env.DOCUMENTS.put(name, text);', 'await env.DOCUMENTS.put(name, text); await env.DOCUMENTS.put(name, text);'] }), { staleKv: true });
    expect(result.equal).toBe(true);
    expect(rows(result.passes?.[0]?.requests ?? []).join('\n')).toMatch(/PUT \/settings: status 200 → 500/);
  });

  it('shows its start-up error with the source line', async () => {
    const result = await check(migrated({ 'src/notes.js': ['export const notes = Router();', 'export const notes = Router();\nsetInterval(() => {}, 60_000).unref();'] }));
    expect(result).toMatchObject({ equal: false, requests: [], problem: { stage: 'start', code: 'global-scope', at: { file: 'src/notes.js', line: 5 } } });
  });

  it('shows what does not bundle with the source line', async () => {
    const result = await check(migrated({ 'src/notes.js': ["from '#store'", "from '#stores'"] }));
    expect(result).toMatchObject({ equal: false, bundle: null, problem: { stage: 'bundle', code: 'no-module', at: { file: 'src/notes.js', line: 2 } } });
  });

  it('says so when a store of the map is not bound', async () => {
    const result = await check(migrated({ 'wrangler.jsonc': ['"DOCUMENTS"', '"NOTES"'] }));
    expect(result.state?.differences[0]).toMatchObject({ where: 'binding DOCUMENTS', workers: 'not in kv_namespaces of the wrangler configuration' });
  });
});

describe('an app before its migration', () => {
  it('shows the file that is gone on the second request, and the write that is refused', async () => {
    const result = await sameTree({
      'app.mjs': `import fs from 'node:fs';
export default (request, response) => {
  if (request.url === '/count') {
    const count = (fs.existsSync('/tmp/cf-migrate-count') ? Number(fs.readFileSync('/tmp/cf-migrate-count')) : 0) + 1;
    fs.writeFileSync('/tmp/cf-migrate-count', String(count));
    return response.end(String(count));
  }
  try { fs.writeFileSync('note.txt', 'x'); response.end('kept'); } catch (error) { response.statusCode = 500; response.end(error.message); }
};`.replaceAll('/tmp/cf-migrate-count', COUNT),
    }, script('{ module: app.mjs }', 'GET /count', 'GET /note'));
    expect(rows(result.requests)).toEqual([
      '1 GET /note: status 200 → 500', '1 GET /note: body "kept" → "operation not permitted"',
      '2 GET /count: $ 2 → 1', '2 GET /note: status 200 → 500', '2 GET /note: body "kept" → "operation not permitted"',
    ]);
  });

  it('shows the request that hangs only on Workers, and goes on', async () => {
    const result = await sameTree({
      'app.mjs': `let open; const first = new Promise((resolve) => { open = resolve; });
export default async (request, response) => {
  if (request.url === '/open') { open(); return response.end('opened'); }
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, request.url === '/wait' ? 200 : 0))]);
  response.end('through');
};`.replace('await Promise.race', "if (request.url === '/stuck') { if (globalThis.navigator?.userAgent === 'Cloudflare-Workers') await new Promise(() => {}); return response.end('fine'); }\n  await Promise.race"),
    }, script('{ module: app.mjs }', 'GET /stuck', 'GET /open'));
    expect(rows(result.requests).every((row) => /GET \/stuck: answer status 200 → (hung|timeout): /.test(row))).toBe(true);
    expect(result.requests.filter(({ equal }) => equal).map(({ title }) => title)).toEqual(['GET /open', 'GET /open']);
  });

  it('gives up on a request that never ends on either side, and calls nothing equal', async () => {
    const result = await sameTree({ 'app.mjs': 'export default (request, response) => { if (request.url === "/slow") setTimeout(() => response.end("late"), 60_000); else response.end("now"); };' }, script('{ module: app.mjs }', 'GET /slow', 'GET /now'), { timeLimit: 400 });
    expect(result.requests[0]?.node.failure).toMatchObject({ kind: 'timeout', message: 'no answer within 0.4 s' });
    expect(result.requests[0]?.workers.failure?.kind).toBe('timeout');
    expect(result.requests.map(({ title, equal }) => [title, equal])).toEqual([['GET /slow', false], ['GET /now', true], ['GET /slow', false], ['GET /now', true]]);
  });

  it('tells a crash of the app on Node, and does not play on', async () => {
    const result = await sameTree({ 'app.mjs': 'export default (request, response) => { if (request.url === "/crash") { setTimeout(() => { throw new Error("out of notes"); }, 5); return; } response.end("ok"); };' }, script('{ module: app.mjs }', 'GET /ok', 'GET /crash', 'GET /ok'), { timeLimit: 500 });
    expect(result.requests[1]?.node.failure).toMatchObject({ kind: 'crashed', message: 'the process ended with exit code 1' });
    expect(result.requests[2]?.node.failure?.message).toMatch(/not sent/);
    expect(result.logs?.node).toContain('out of notes');
  });

  it('tells the exception that leaves a fetch handler, and finds the same one equal', async () => {
    const result = await sameTree({ 'app.mjs': 'export default { async fetch(request) { if (request.url.endsWith("/same")) throw new TypeError("no notes"); throw new Error(typeof WebSocketPair); } };' }, script('{ module: app.mjs }', 'GET /same', 'GET /other'));
    expect(rows(result.requests)).toEqual(['1 GET /other: answer error: Error: undefined → error: Error: function', '2 GET /other: answer error: Error: undefined → error: Error: function']);
  });

  it('tells the class and code of an error that an Express app lets through', async () => {
    const result = await sameTree({ 'app.mjs': `import express from 'express'; const app = express();
app.get('/same', () => { throw Object.assign(new RangeError('out of notes'), { code: 'E_NOTES' }); });
app.get('/other', () => { throw Object.assign(new Error('out of notes'), typeof WebSocketPair === 'undefined' ? { code: 'E_NODE' } : {}); });
export default app;` }, script('{ module: app.mjs }', '{ path: /same, headersCompared: [x-cf-migrate-error] }', '{ path: /other, headersCompared: [x-cf-migrate-error] }'));
    expect(rows(result.requests)).toEqual(['1 GET /other: error that left the app Error%20(E_NODE) → Error', '2 GET /other: error that left the app Error%20(E_NODE) → Error']);
    expect(result.requests[0]?.node.headers['x-cf-migrate-error']).toBe('RangeError%20(E_NOTES)');
  });

  it('tells a body that is no JSON where JSON was expected, and a name that was never captured', async () => {
    const result = await sameTree({ 'app.mjs': 'export default (request, response) => { response.setHeader("content-type", "text/html"); response.end("<p>no notes</p>"); };' }, script('{ module: app.mjs }', '{ path: /, expect: { json: { id: 1 } }, capture: { id: $.id } }', '"GET /notes/{{id}}"'));
    expect(rows(result.requests)).toContain('1 GET /: expected JSON text/html: <p>no notes</p> → <p>no notes</p>');
    expect(result.requests[1]?.node.failure?.message).toBe('not sent: {{id}} was captured by no earlier answer');
  });

  it('compares binary bodies byte by byte, and tells a stream that does not end with what came of it', async () => {
    const result = await sameTree({ 'app.mjs': `export default (request, response) => {
  if (request.url === '/bytes') return response.end(Buffer.from([0, 255, typeof WebSocketPair === 'undefined' ? 1 : 2]));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: first\\n\\n');
  setInterval(() => response.write(': still here\\n\\n'), 50);
};` }, script('{ module: app.mjs }', 'GET /bytes', 'GET /events'), { timeLimit: 700 });
    expect(rows(result.requests)[0]).toBe('1 GET /bytes: body 3 bytes → 3 bytes, other content');
    const { node, workers } = result.requests[1] ?? {};
    for (const side of [node, workers]) expect(side).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: expect.stringContaining('data: first') as string, failure: { kind: 'timeout', message: 'status 200 came, the body did not end within 0.7 s' } });
  });

  it('tells an app on Node that takes more memory than it may', async () => {
    const result = await sameTree({ 'app.mjs': 'const kept = []; export default (request, response) => { if (typeof WebSocketPair === "undefined") for (;;) kept.push(new Array(1e6).fill(kept.length)); response.end("ok"); };' }, script('{ module: app.mjs }', 'GET /'), { memoryLimit: 64 });
    expect(result.requests[0]?.node.failure).toMatchObject({ kind: 'crashed', message: expect.stringMatching(/the process (was ended by SIGABRT|ended with exit code 134)/) as string });
    expect(result.logs?.node).toContain('heap');
  });

  it.runIf(process.platform === 'linux')('tells a workerd that dies while the script is played', async () => {
    const died = sameTree({ 'app.mjs': 'export default (request, response) => setTimeout(() => response.end("ok"), 300);' }, script('{ module: app.mjs }', 'GET /a', 'GET /b', 'GET /c'), { onProgress: (step) => { if (step.startsWith('playing the migrated app on workerd')) setTimeout(killWorkerd, 400); } });
    const { requests, equal } = await died;
    expect(requests[0]?.equal).toBe(true);
    expect(requests[1]?.workers.failure).toMatchObject({ kind: 'crashed', message: 'workerd was ended by SIGKILL' });
    expect(requests[2]?.workers.failure?.message).toBe('not sent: workerd was ended by SIGKILL');
    expect(equal).toBe(false);
  });

  it('carries values over, sends bodies, headers and forms alike, and compares binary answers', async () => {
    const result = await sameTree({
      'app.mjs': `import { createHash } from 'node:crypto';
let next = process.env.NOTE_START ? Number(process.env.NOTE_START) : 0;
export default async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (request.url === '/id') { response.setHeader('content-type', 'application/json'); return response.end(JSON.stringify({ id: 'note ' + next++, at: typeof WebSocketPair })); }
  if (request.url === '/bytes') { response.setHeader('content-type', 'application/octet-stream'); return response.end(Buffer.from([0, 255, 1])); }
  response.setHeader('content-type', 'text/plain');
  response.end([request.method, request.url, request.headers.host, request.headers['x-note'], request.headers['content-type'], createHash('sha1').update(body).digest('hex')].join(' '));
};`,
    }, parseVerifyScript(`
entry: { module: app.mjs }
env: { NOTE_START: 7 }
requests:
  - { path: /id, capture: { id: $.id }, ignore: [$.at], expect: { status: 200, json: { id: note 7 } } }
  - { path: "/notes/{{id}}", headers: { x-note: "{{id}}" }, expect: { contains: "/notes/note%207" } }
  - { path: /form, method: POST, form: { text: "{{id}}" } }
  - { path: "/näher?q=a b" }
  - GET /bytes
`, 'verify.yaml'));
    expect(rows(result.requests)).toEqual([]);
    expect(result.requests[1]?.node.body).toContain('GET /notes/note%207 localhost note 7');
    expect(result.requests[4]?.workers.body).toBe('base64:AP8B');
    expect(result).toMatchObject({ equal: true, state: null });
  });

  it('fails when the original itself does not answer as the script expects', async () => {
    const result = await sameTree({ 'app.mjs': 'export default (request, response) => { response.statusCode = 404; response.end("none"); };' }, script('{ module: app.mjs }', '{ path: /notes, expect: 200 }'));
    expect(rows(result.requests)).toEqual(['1 GET /notes: expected status 200 404 → status 404']);
    expect(result.equal).toBe(false);
  });

  it('is started by its own command on Node, and by the main of wrangler on Workers', async () => {
    const result = await sameTree({
      'package.json': '{"scripts":{"start":"node server.cjs"}}',
      'server.cjs': 'require("http").createServer((request, response) => { response.setHeader("content-type", "text/plain"); response.end("note " + request.url); }).listen(process.env.PORT);',
      'worker.js': 'export default { fetch: (request) => new Response("note " + new URL(request.url).pathname, { headers: { "content-type": "text/plain" } }) };',
      'wrangler.toml': 'name = "notes"\nmain = "./worker.js"\ncompatibility_date = "2025-11-01"\n',
    }, script('{ start: npm start }', 'GET /a'));
    expect(rows(result.requests)).toEqual([]);
    expect(result.runtime.compatibilityDate).toBe('2025-11-01');
    expect(result.bundle?.warnings.join()).toContain('nodejs_compat');
  });

  it('is one that listens by itself, unchanged on both', async () => {
    const result = await sameTree({ 'server.mjs': 'import express from "express"; const app = express(); app.get("/", (q, r) => r.json({ port: process.env.PORT })); app.listen(process.env.PORT ?? 3000);' }, script('{ module: server.mjs, listens: 3000 }', 'GET /', 'GET /nothing'));
    expect(rows(result.requests)).toEqual([]);
  });

  it.each([['module', './lib/store.js'], ['commonjs', './lib/store']])('may be TypeScript (%s)', async (type, specifier) => {
    const result = await sameTree({
      'package.json': JSON.stringify({ type }),
      'src/app.ts': `import type { IncomingMessage, ServerResponse } from 'node:http';\nimport { notes, type Note } from '${specifier}';\nenum Kind { Plain = 'plain' }\nexport const app = (request: IncomingMessage, response: ServerResponse): void => { if (request.url === '/fail') throw new Error('on purpose'); response.end(Kind.Plain + notes.map((note: Note) => note.text).join()); };\n`,
      'src/lib/store.ts': 'export interface Note { text: string }\nexport const notes: Note[] = [{ text: "milk" }];\n',
    }, script('{ module: src/app.ts, export: app }', 'GET /'));
    expect(rows(result.requests)).toEqual([]);
    expect(result.requests[0]?.node.body).toBe('plainmilk');
  });

  it('is told where its TypeScript does not compile', async () => {
    const result = await sameTree({ 'app.ts': 'export default () => {};\nconst a: = 1;\n' }, script('{ module: app.ts }', 'GET /'));
    expect(result.problem).toMatchObject({ stage: 'node-start', at: { file: 'app.ts', line: 2 } });
  });

  it('finds its packages beside the migrated tree when it was rebuilt elsewhere', async () => {
    const rebuilt = mkdtempSync(path.join(workshop.folder, 'rebuilt-'));
    cpSync(NOTES, rebuilt, { recursive: true });
    const result = await verify({ original: rebuilt, migrated: migrated(), script: SCRIPT });
    expect(result).toMatchObject({ equal: true });
  });

  it('is told when only the browser field of a package keeps it from starting, and what the other platform meets', async () => {
    const files = (server: string): Record<string, string> => ({
      'app.js': 'const notes = require("notes"); module.exports = (request, response) => response.end(notes());',
      'node_modules/notes/package.json': '{"name":"notes","main":"./server.js","browser":{"./server.js":false}}',
      'node_modules/notes/server.js': server,
    });
    const starts = await sameTree(files('module.exports = () => "kept";'), script('{ module: app.js }', 'GET /'), { platform: 'node' });
    expect(starts.equal).toBe(true);
    const page = { ...files('module.exports = () => "kept";'), 'app.js': 'const kept = require("notes")(); module.exports = (request, response) => response.end(kept);' };
    const fails = await sameTree(page, script('{ module: app.js }', 'GET /'));
    expect(fails.problem).toMatchObject({ stage: 'start', code: 'bundler-platform', at: { file: 'app.js', line: 1 } });
    const both = await sameTree({ ...page, 'node_modules/notes/server.js': 'const here = __dirname; module.exports = () => here;' }, script('{ module: app.js }', 'GET /'));
    expect(both.problem?.message).toMatch(/PLATFORM=node it fails otherwise at app\.js:1: .*__dirname/);
  });

  it('is told when it does not start on Node', async () => {
    const result = await sameTree({ 'app.mjs': 'import { notes } from "./missing.mjs";\nexport default notes;' }, script('{ module: app.mjs }', 'GET /'));
    expect(result).toMatchObject({ equal: false, requests: [], problem: { stage: 'node-start', message: expect.stringContaining('missing.mjs') as string } });
  });

  it('needs to be told what serves on Workers', async () => {
    const result = await sameTree({ 'server.cjs': 'require("http").createServer((q, r) => r.end()).listen(3000);' }, script('{ start: node server.cjs }', 'GET /'));
    expect(result.problem).toMatchObject({ stage: 'bundle', message: expect.stringContaining('entry.workers') as string });
  });
});

describe('what verify itself cannot do', () => {
  it('is told by an error with a hint: packages that are missing', async () => {
    await expect(check(migrated(), { packageFolders: [workshop.folder] })).rejects.toMatchObject({ name: 'UserError', code: 'runtime-packages-missing' });
  });

  it('is told by an error with its place: a broken wrangler configuration or storage map', async () => {
    await expect(check(migrated({ 'wrangler.jsonc': ['"kv_namespaces":', '"kv_namespaces"'] }))).rejects.toMatchObject({ code: 'wrangler-config', at: { file: 'wrangler.jsonc', line: 5 } });
    const tree = migrated();
    writeFileSync(path.join(tree, STORAGE_FILE), '{ "version": 2, "bindings": [] }');
    await expect(check(tree)).rejects.toMatchObject({ code: 'invalid-file' });
  });

  it.runIf(process.platform === 'linux')('leaves no process behind, but for the service that esbuild keeps', async () => {
    const commands = (): string[] => descendants(process.pid).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    // The process that watches ends by itself when there is nothing left to watch.
    await vi.waitFor(() => expect(commands().filter((command) => !command.includes('esbuild'))).toEqual([]), { timeout: 5_000 });
  });
});
