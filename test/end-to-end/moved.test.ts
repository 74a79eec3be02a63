/** Moved whole: the Worker that apply wrote answers as the program does on Node, and the routes of the legacy app answer from documents that `data` brought along. */
import { type RequestListener, type Server, createServer } from 'node:http';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Miniflare } from 'miniflare';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from '../../commands/main.js';
import { homePath } from '../../core/home.js';
import type { Verification } from '../../core/verification.js';
import { bundleForWorkers } from '../../runtime/bundle.js';
import { pairsIn, writeFiles } from '../transfer/programs.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-moved-'));
/** It brings no types. */
const express = createRequire(import.meta.url)('express') as () => { use(router: unknown): RequestListener };
const DATE = '2026-04-20';

async function cli(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const code = await main(argv, { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) });
  return { code, ...said };
}

const withModules = (app: string): void => symlinkSync(homePath('node_modules'), path.join(app, 'node_modules'), 'junction');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a program that listens by itself', () => {
  const app = path.join(folder, 'harbour');
  const read = (file: string): string => readFileSync(path.join(app, file), 'utf8');

  test('becomes a Worker whose answers are those of Node, twice over', async () => {
    cpSync(homePath('test', 'codemods', 'cases', 'an-express-5-app-gets-a-workers-entry', 'input'), app, { recursive: true });
    withModules(app);
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node src/server.js, portEnv: HARBOUR_PORT }
env: { PILOT_KEY: key, TIDE_URL: 'http://tides' }
state: [data]
requests:
  - GET /log
  - { method: PUT, path: /log, headers: { x-key: key }, json: { ships: 3 } }
  - { method: PUT, path: /log, headers: { x-key: other }, json: { ships: 4 } }
  - { path: /log, expect: 200 }
  - GET /nowhere
`);
    writeFiles(path.join(app, 'data'), { 'log.json': '{"ships":1}' });
    expect((await cli('apply', 'fs-to-kv', 'harbour', '--write', '--yes', '--accept', 'files:data/log.json')).code).toBe(0);
    const { code, out } = await cli('verify', 'harbour', '--json');
    const { requests, problem, state } = JSON.parse(out) as { requests: { equal: boolean }[]; problem?: unknown; state: { equal: boolean } | null };
    expect(problem).toBeUndefined();
    expect([requests.length, requests.filter((request) => !request.equal), state?.equal, code]).toEqual([10, [], true, 0]);
  });

  test('and applied again nothing changes; undo takes the entry and its configuration back', async () => {
    expect((await cli('apply', 'fs-to-kv', 'harbour')).out).toBe('');
    expect(read('wrangler.jsonc')).toContain('"main": "src/worker-entry.js"');
    expect((await cli('undo', 'harbour')).code).toBe(0);
    expect(() => read('src/worker-entry.js')).toThrow('ENOENT');
    expect(() => read('wrangler.jsonc')).toThrow('ENOENT');
    expect(read('.dev.vars.example')).not.toContain('TIDE_URL');
  });
});

describe('a program that reads documents before it listens, and files that ship with it', () => {
  const app = path.join(folder, 'log');

  test('is started by the first request, and answers from what `data` moved', async () => {
    cpSync(homePath('test', 'codemods', 'fs-to-r2', 'cases', 'a-program-that-waits-before-it-listens-starts-with-the-first-request', 'input'), app, { recursive: true });
    withModules(app);
    writeFileSync(path.join(app, 'package.json'), readFileSync(path.join(app, 'package.json'), 'utf8').replace('^4.21.0', '^5.1.0'));
    writeFiles(app, { 'help/index.html': '<h1>Häfen</h1>', 'help/tides.txt': 'Twice a day.', 'home/.harbour/log.json': '{"ships":1}' });
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node lib/server.js }
env: { HOME: home }
state: [home/.harbour]
requests:
  - { path: /log, expect: { status: 200, json: { version: 1.4.0, ships: 1 } } }
  - { method: PUT, path: /log, json: { ships: 1 }, expect: 204 }
  - { path: /help/, expect: { status: 200, contains: Häfen } }
  - { path: /help/tides.txt, expect: 200 }
  - GET /nowhere
`);
    expect((await cli('apply', 'fs-to-r2', 'log', '--write', '--yes', '--accept', '<env HOME>/.harbour/log.json')).code).toBe(0);
    expect((await cli('data', 'fs-to-r2', 'log', '--from', 'log/home/.harbour', '-o', 'log-data')).code).toBe(0);
    const { code, out } = await cli('verify', 'log', '--export', 'log-data', '--json');
    const { requests, problem, state, rewritten, notProved } = JSON.parse(out) as Verification;
    expect(problem).toBeUndefined();
    expect([requests.length, requests.filter((request) => !request.equal), state?.equal, code]).toEqual([10, [], true, 0]);
    // The document is there already, so that nobody makes it; every other call is counted in each of its rounds.
    const left = { file: 'lib/server.js', line: 29, column: 11, call: `files.put(LOG, '{"ships":0}')`, onWorkers: 0, inWorker: true, onNode: false };
    expect(rewritten?.calls.map(({ line, onWorkers }) => [line, onWorkers])).toEqual([[16, 2], [20, 2], [25, 1], [27, 1], [29, 0]]);
    expect([rewritten?.calls.at(-1), rewritten?.calls.filter((call) => !call.onNode), rewritten?.notCounted, rewritten?.problem]).toEqual([left, [left], [], undefined]);
    expect(notProved).toContain('1 of 5 rewritten calls: they were not executed on workerd, so what they do there was not seen (lib/server.js:29).');
  });
});

describe('a start script that waits in a function of its own', () => {
  const app = path.join(folder, 'harbour-script');

  test('is started by the first request, with its routes in their order', async () => {
    cpSync(homePath('test', 'codemods', 'fs-to-r2', 'cases', 'a-start-script-in-commonjs-starts-with-the-first-request', 'input'), app, { recursive: true });
    withModules(app);
    writeFiles(path.join(app, 'data'), { 'harbour.json': '{"name":"East","places":["pier","quay"]}' });
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node server.js }
state: [data]
requests:
  - { path: /pier, expect: { status: 200, json: { name: East, place: pier } } }
  - { path: /quay, expect: 200 }
  - { method: PUT, path: /harbour, json: { name: West, places: [] }, expect: 204 }
  - { path: /harbour, expect: { status: 200, json: { name: West, places: [] } } }
  - { path: /nowhere, expect: { status: 404, json: { unknown: /nowhere } } }
`);
    expect((await cli('apply', 'fs-to-r2', 'harbour-script', '--write', '--yes', '--accept', 'data/harbour.json')).code).toBe(0);
    const { code, out } = await cli('verify', 'harbour-script', '--json');
    const { requests, problem, state } = JSON.parse(out) as { requests: { equal: boolean }[]; problem?: unknown; state: { equal: boolean } | null };
    expect(problem).toBeUndefined();
    expect([requests.length, requests.filter((request) => !request.equal), state?.equal, code]).toEqual([10, [], true, 0]);
  });
});

describe('a program whose documents Express hands out', () => {
  const app = path.join(folder, 'charts');

  test('answers from R2 as from the disk: types, ranges, downloads, a folder that is served', async () => {
    cpSync(homePath('test', 'codemods', 'fs-to-r2', 'cases', 'documents-that-express-hands-out', 'input'), app, { recursive: true });
    withModules(app);
    writeFiles(path.join(app, 'data', 'charts'), { 'quay.svg': '<svg>Häfen</svg>', 'unknown.svg': '<svg>?</svg>', 'deep/sea.svg': '<svg>0123456789</svg>' });
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node src/server.js }
state: [data]
headersCompared: [content-range, accept-ranges, cache-control, content-disposition, location, allow]
requests:
  - { path: /charts/quay, expect: { status: 200, contains: Häfen } }
  - { path: /charts/quay, headers: { range: bytes=1-3 }, expect: 206 }
  - { path: /charts/quay, headers: { range: bytes=999- }, expect: 416 }
  - { method: HEAD, path: /charts/quay, expect: 200 }
  - { path: /charts/nowhere, expect: { status: 404, contains: '<svg>?' } }
  - { path: /charts/nowhere/download, expect: 404 }
  - { path: /charts/quay/download, expect: 200 }
  - { path: /all/quay.svg, headers: { if-none-match: '*' }, expect: 304 }
  - { path: /all/deep/sea, expect: 200 }
  - { path: /all/deep, expect: 301 }
  - { path: /all/deep/, expect: 404 }
  - { path: /all/nowhere.svg, expect: 404 }
  - { method: PUT, path: /charts/pier, headers: { content-type: text/plain }, body: '<svg>new</svg>', expect: 204 }
  - { path: /all/pier.svg, expect: { status: 200, contains: new } }
`);
    expect((await cli('apply', 'fs-to-r2', 'charts', '--write', '--yes', '--accept', 'data/charts/*.svg')).code).toBe(0);
    const { code, out } = await cli('verify', 'charts', '--json');
    const { requests, problem, state, rewritten } = JSON.parse(out) as Verification;
    expect(problem).toBeUndefined();
    expect([requests.length, requests.filter((request) => !request.equal), state?.equal, code]).toEqual([28, [], true, 0]);
    // The folder that is served counts with the requests that its handler takes, not when it is made.
    expect(rewritten?.calls.map(({ line, onWorkers }) => [line, onWorkers])).toEqual([[12, 2], [17, 10], [17, 2], [18, 8], [22, 4], [27, 12]]);
  });
});

describe('a program that takes uploads through multer', () => {
  const app = path.join(folder, 'pilots');

  test('keeps them in R2 as on the disk: renamed, replaced, too large, in parts of 8 MiB', async () => {
    cpSync(homePath('test', 'codemods', 'fs-to-r2', 'cases', 'uploads-that-multer-takes', 'input'), app, { recursive: true });
    withModules(app);
    const bytes = (length: number): string => Buffer.alloc(length, 'harbour ').toString('base64');
    const portrait = (pilot: string, part: string, status: number): string => `  - { method: POST, path: /pilots/${pilot}/portrait, multipart: { portrait: ${part} }, expect: ${status} }\n`;
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node src/server.js, portEnv: PORT }
state: [data]
requests:
  - { path: /pilots/ann/portrait }
${portrait('ann', '{ file: a.png, type: image/png, text: first }', 201)}${portrait('ann', '[{ file: b.png, type: image/png, text: second }, { file: c.png, type: image/png, text: third }]', 201)}
  - { path: /pilots/ann/portrait, expect: { status: 200, contains: second } }
${portrait('ann', '{ file: d.txt, type: text/plain, text: refused }', 201)}${portrait('bob', `{ file: e.png, type: image/png, base64: "${bytes(8_500_000)}" }`, 201)}  - { method: POST, path: /scans, multipart: { scan: { file: long.txt, type: text/plain, text: ${'long '.repeat(300)} } }, expect: 413 }
  - { method: POST, path: /scans, multipart: { scan: { file: page.txt, type: text/plain, text: scanned } }, expect: { status: 200, json: { text: scanned, length: 32, kept: true, gone: true } } }
`);
    expect((await cli('apply', 'fs-to-r2', 'pilots', '--write', '--yes')).code).toBe(0);
    const { code, out } = await cli('verify', 'pilots', '--json');
    const { requests, problem, state } = JSON.parse(out) as { requests: { equal: boolean }[]; problem?: unknown; state: { equal: boolean } | null };
    expect(problem).toBeUndefined();
    expect([requests.length, requests.filter((request) => !request.equal), state?.equal, code]).toEqual([16, [], true, 0]);
  }, 120_000);
});

describe('a program that takes uploads through busboy', () => {
  const app = path.join(folder, 'papers');

  test('answers once they are stored, keeps none that it removed, and loses none that nobody waits for', async () => {
    cpSync(homePath('test', 'codemods', 'fs-to-r2', 'cases', 'papers-that-busboy-hands-out', 'input'), app, { recursive: true });
    withModules(app);
    const send = (to: string, name: string, text: string): string => `  - { method: POST, path: /${to}, multipart: { paper: { file: ${name}, type: text/plain, text: ${text} }, note: by hand } }\n`;
    // The program answers before Node's streams have closed: what is asked next waits, or Node is not equal to itself.
    writeFileSync(path.join(app, 'verify.yaml'), `entry: { start: node server.js, portEnv: PORT }
state: [uploads]
requests:
${send('papers', 'a.txt', 'first')}  - { path: /papers/a.txt, wait: 0.25, expect: { status: 200, contains: first } }
${send('papers', 'long.txt', 'long '.repeat(300))}${send('packed', 'b.txt', 'second')}  - { path: /packed/b.txt, wait: 0.25, expect: { status: 200, contains: second } }
${send('signed', 'c.txt', 'third')}  - { path: /papers/c.txt, expect: { status: 200, contains: third } }
  - { path: /papers/long.txt, wait: 0.25, expect: 404 }
`);
    expect((await cli('apply', 'fs-to-r2', 'papers', '--write', '--yes')).code).toBe(0);
    const { code, out } = await cli('verify', 'papers', '--json');
    const { requests, state, passes, problem } = JSON.parse(out) as { requests: { equal: boolean }[]; state: unknown; passes: { equal: boolean }[]; problem?: unknown };
    expect(problem).toBeUndefined();
    expect([state, passes.filter((pass) => !pass.equal)]).toEqual([expect.objectContaining({ equal: true }), []]);
    expect([requests.length, requests.filter((request) => !request.equal), code]).toEqual([16, [], 0]);
  });
});

/** Takes the pairs of an export as Cloudflare's API does, and serves the routes. */
const WORKER = `
import { env } from 'cloudflare:workers';
import { httpServerHandler } from 'cloudflare:node';
import { Buffer } from 'node:buffer';
import express from 'express';
import { documents } from './src/routes/documents.js';
express().use(documents).listen(3000);
const routes = httpServerHandler({ port: 3000 });
export default { async fetch(request, bindings, context) {
  if (new URL(request.url).pathname !== '/moved') return routes.fetch(request, bindings, context);
  for (const { key, value, base64, metadata } of await request.json()) await env.DOCUMENTS.put(key, base64 ? Buffer.from(value, 'base64') : value, { metadata });
  return new Response('moved');
} };`;

interface Answer {
  path: string;
  status: number;
  body: string;
}

async function answers(ask: (path: string) => Promise<{ status: number; text(): Promise<string> }>): Promise<Answer[]> {
  const paths = ['/settings', '/content', '/content?tag=sea', '/tags', '/content/tides', '/content/lights', '/content/nowhere', '/content/No%20Slug'];
  return Promise.all(paths.map(async (each) => {
    const response = await ask(each);
    return { path: each, status: response.status, body: await response.text() };
  }));
}

/** What the router of a copy that nobody rewrote answers on Node. */
async function onNode(app: string): Promise<Answer[]> {
  const { documents } = (await import(pathToFileURL(path.join(app, 'src/routes/documents.js')).href)) as { documents: unknown };
  const server: Server = createServer(express().use(documents)).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => void server.once('listening', resolve));
    return await answers((each) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${each}`));
  } finally {
    server.close();
  }
}

test('the document routes of the legacy app answer on workerd from what `data` moved as they did from the disk', async () => {
  const [original, app] = [path.join(folder, 'original'), path.join(folder, 'app')];
  for (const copy of [original, app]) {
    cpSync(homePath('fixtures', 'legacy-app'), copy, { recursive: true, filter: (file) => !file.includes('node_modules') });
    withModules(copy);
    writeFiles(path.join(copy, 'data'), {
      'settings.json': '{"title":"Häfen ☾","resultsPerPage":7}\n',
      'content/tides.json': '{"slug":"tides","title":"Gezeiten","date":"2024-03-01","tags":["sea","moon"]}',
      'content/lights.json': '{"slug":"lights","title":"Lights","date":"2023-11-30","tags":["night"]}',
    });
  }
  expect((await cli('apply', 'fs-to-kv', 'app', '--write', '--yes')).code).toBe(0);
  expect((await cli('data', 'fs-to-kv', 'app', '-o', 'export')).code).toBe(0);
  rmSync(path.join(app, 'data'), { recursive: true });
  writeFileSync(path.join(app, 'moved.mjs'), WORKER);
  const result = await bundleForWorkers({ root: app, entry: 'moved.mjs', compatibilityDate: DATE });
  if (!result.ok) throw new Error(JSON.stringify(result.notes));
  const miniflare = new Miniflare({ modules: result.bundle.modules, compatibilityDate: DATE, compatibilityFlags: result.bundle.compatibilityFlags, kvNamespaces: ['DOCUMENTS'] });
  try {
    const pairs = pairsIn(path.join(folder, 'export'));
    expect(pairs.map(({ key }) => key)).toEqual(['content/lights.json', 'content/tides.json', 'settings.json']);
    expect(await (await miniflare.dispatchFetch('http://localhost/moved', { method: 'POST', body: JSON.stringify(pairs) })).text()).toBe('moved');
    process.env['DATA_DIR'] = path.join(original, 'data');
    const before = await onNode(original);
    expect(before.filter(({ status }) => status === 200).map(({ path: each }) => each)).toEqual(expect.arrayContaining(['/settings', '/content', '/content/tides']));
    expect(before[0]?.body).toContain('Häfen ☾');
    expect(await answers((each) => miniflare.dispatchFetch(`http://localhost${each}`))).toEqual(before);
  } finally {
    delete process.env['DATA_DIR'];
    await miniflare.dispose();
  }
});
