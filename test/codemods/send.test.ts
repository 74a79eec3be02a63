/** The module that answers with documents of a store, beside Express itself with the same files: status, every header and body of a table of requests have to be equal. */
import { createReadStream, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type RequestListener, type Server, createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placesModule } from '../../codemods/storage/places.js';
import { sendModule } from '../../codemods/storage/send-module.js';
import { renderModule } from '../../codemods/shared/render.js';

interface Answering {
  send(keyOf: (file: string) => string, response: unknown, ...rest: unknown[]): void;
  download(keyOf: (file: string) => string, response: unknown, ...rest: unknown[]): void;
  serve(keyOf: (file: string) => string, root: string, options?: object): unknown;
}
interface Reply {
  sendFile(...args: unknown[]): void;
  download(...args: unknown[]): void;
  type(name: string): void;
  status(code: number): Reply;
  json(value: unknown): void;
  set(name: string, value: string): void;
}
type Handler = (request: unknown, response: Reply, next: (error?: unknown) => void) => void;
interface App {
  get(at: string, handler: Handler): void;
  post(at: string, handler: Handler): void;
  use(...handlers: unknown[]): void;
  disable(name: string): void;
}
/** It brings no types. */
const express = createRequire(import.meta.url)('express') as (() => App & RequestListener) & { static(root: string, options?: object): unknown };

const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-send-'));
const folder = path.join(scratch, 'files');
const FILES: Record<string, string | Buffer> = {
  'note.txt': 'Twice a day the tide comes in.', 'page.html': '<h1>Häfen</h1>', 'data.json': '{"a":1}', 'quay.png': Buffer.from([137, 80, 78, 71, 0, 255]), 'README': 'no extension', 'odd.unknownext': '?', 'empty.txt': '',
  'sub/index.html': '<p>index</p>', 'sub/deep/a b.txt': 'a space', 'bare/one.txt': '1', '.hidden': 'secret', '.git/config': 'secret', 'about.html': 'about',
};

/** The same routes, answered by Express or by the module. */
function routes(by: { sendFile: (response: Reply, ...rest: unknown[]) => void; download: (response: Reply, ...rest: unknown[]) => void; static(root: string, options?: object): unknown }): RequestListener {
  const app = express();
  const at = (name: string): string => path.join(folder, name);
  const told: Handler = (_request, response, next) => by.sendFile(response, at('nowhere.txt'), (error: Record<string, unknown> & Error | undefined) => (error ? response.status(418).json({ code: error['code'], status: error['status'], statusCode: error['statusCode'], expose: error['expose'], message: error.message }) : next()));
  for (const name of Object.keys(FILES)) app.get(`/file/${encodeURI(name)}`, (_request, response) => by.sendFile(response, at(name)));
  app.post('/file/note.txt', (_request, response) => by.sendFile(response, at('note.txt')));
  app.get('/gone', (_request, response) => by.sendFile(response, at('nowhere.txt')));
  app.get('/gone-told', told);
  app.get('/folder', (_request, response) => by.sendFile(response, at('sub')));
  app.get('/folder/', (_request, response) => by.sendFile(response, `${at('sub')}/`));
  app.get('/rooted', (_request, response) => by.sendFile(response, 'sub/deep/a b.txt', { root: folder }));
  app.get('/escaping', (_request, response) => by.sendFile(response, '../outside.txt', { root: folder }));
  app.get('/hidden', (_request, response) => by.sendFile(response, '.hidden', { root: folder }));
  app.get('/hidden-allowed', (_request, response) => by.sendFile(response, '.hidden', { root: folder, dotfiles: 'allow' }));
  app.get('/hidden-denied', (_request, response) => by.sendFile(response, '.git/config', { root: folder, dotfiles: 'deny' }));
  app.get('/aged', (_request, response) => by.sendFile(response, at('note.txt'), { maxAge: '2 days', immutable: true }));
  app.get('/aged-number', (_request, response) => by.sendFile(response, at('note.txt'), { maxAge: 90_000 }));
  app.get('/plain', (_request, response) => by.sendFile(response, at('note.txt'), { cacheControl: false, lastModified: false, acceptRanges: false, headers: { 'X-Tide': 'low' } }));
  app.get('/typed', (_request, response) => { response.type('text/markdown'); by.sendFile(response.status(203), at('note.txt')); });
  app.get('/middle', (_request, response) => by.sendFile(response, at('note.txt'), { start: 6, end: 9 }));
  app.get('/relative', (_request, response) => by.sendFile(response, 'note.txt'));
  app.get('/download', (_request, response) => by.download(response, at('note.txt')));
  app.get('/download-named', (_request, response) => by.download(response, at('note.txt'), 'Gezeiten für "heute".pdf', { headers: { 'X-Tide': 'low', 'Content-Disposition': 'inline' } }));
  app.get('/download-gone', (_request, response) => by.download(response, at('nowhere.txt'), (error: Error | undefined) => response.status(404).json({ message: error?.message })));
  app.use('/static', by.static(folder));
  app.use('/strict', by.static(folder, { fallthrough: false, redirect: false, index: false, extensions: ['html'], maxAge: '1h', etag: false, dotfiles: 'allow' }));
  app.use('/told', by.static(folder, { setHeaders: (response: { setHeader(name: string, value: string): void }, file: string, found: { size: number }) => response.setHeader('X-Told', `${path.basename(file)} ${found.size}`) }));
  app.use((error: { status?: number; message: string; code?: string; headers?: object }, _request: unknown, response: Reply, _next: unknown) => response.status(error.status ?? 500).json({ failed: error.message, code: error.code, headers: error.headers }));
  return app;
}

const servers: Server[] = [];
const NOTE = '/file/note.txt';
let etag = '';

interface Asked {
  method?: string;
  headers?: Record<string, string>;
}

const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo | null)?.port ?? 0;

function ask(server: Server | undefined, at: string, { method = 'GET', headers = {} }: Asked = {}): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    request({ port: portOf(server), path: at, method, headers: { connection: 'close', ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => { const { date: _, ...rest } = response.headers; resolve({ status: response.statusCode ?? 0, headers: rest, body: Buffer.concat(chunks).toString('latin1') }); });
    }).on('error', reject).end();
  });
}

beforeAll(async () => {
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
    utimesSync(path.join(folder, name), 1_700_000_000, 1_700_000_000);
  }
  const file = path.join(scratch, 'files.send.mjs');
  writeFileSync(file, renderModule(sendModule(5), { module: 'esm', typescript: false }, { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' }, file));
  const { answering } = (await import(pathToFileURL(file).href)) as { answering(store: object): Answering };
  const found = (key: string) => stat(path.join(folder, key)).catch(() => null);
  const module = answering({ stat: found, piece: (key: string, start: number, length: number) => Promise.resolve(createReadStream(path.join(folder, key), { start, end: start + length - 1 })) });
  const keyOf = (name: string): string => path.relative(folder, name);
  const apps = [
    routes({ sendFile: (response, ...rest) => response.sendFile(...rest), download: (response, ...rest) => response.download(...rest), static: (root, options) => express.static(root, options) }),
    routes({ sendFile: (response, ...rest) => module.send(keyOf, response, ...rest), download: (response, ...rest) => module.download(keyOf, response, ...rest), static: (root, options) => module.serve(keyOf, root, options) }),
  ];
  for (const app of apps) {
    const server = createServer(app).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => void server.once('listening', resolve));
  }
  etag = String((await ask(servers[0], NOTE)).headers['etag']);
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const OLD = 'Mon, 01 Jan 2001 00:00:00 GMT';
const NEW = 'Fri, 01 Jan 2038 00:00:00 GMT';
const plain = ['/gone', '/gone-told', '/folder', '/folder/', '/rooted', '/escaping', '/hidden', '/hidden-allowed', '/hidden-denied', '/aged', '/aged-number', '/plain', '/typed', '/middle', '/relative', '/download', '/download-named', '/download-gone',
  '/static', '/static/', '/static/sub', '/static/sub?a=<b>', '/static/sub/', '/static/bare/', '/static/bare', '/static/sub/deep/a%20b.txt', '/static/about', '/static/nowhere', '/static/.hidden', '/static/.git/config', '/static/%', '/static/%00', '/static/..%2foutside.txt', '/static/note.txt/',
  '/strict/about', '/strict/nowhere', '/strict/sub', '/strict/sub/', '/strict/.hidden', '/strict/%', '/told/note.txt', '/told/nowhere', ...Object.keys(FILES).map((name) => `/file/${encodeURI(name)}`)];
const asked: [string, string, () => Asked][] = [
  ...plain.map((at): [string, string, () => Asked] => [`GET ${at}`, at, () => ({})]),
  ...[NOTE, '/static/note.txt', '/static/empty.txt', '/static/sub', '/strict/nowhere'].map((at): [string, string, () => Asked] => [`HEAD ${at}`, at, () => ({ method: 'HEAD' })]),
  ...['/static/note.txt', '/strict/note.txt', NOTE].map((at): [string, string, () => Asked] => [`POST ${at}`, at, () => ({ method: 'POST' })]),
  ...['bytes=0-4', 'bytes=-5', 'bytes=5-', 'bytes=0-0,2-3', 'bytes=0-3,2-9', 'bytes=99-', 'bytes=b-a', 'lines=1-2', 'bytes=0-999'].map((range): [string, string, () => Asked] => [`a range ${range}`, NOTE, () => ({ headers: { range } })]),
  ['a range of a file that ranges are refused for', '/plain', () => ({ headers: { range: 'bytes=0-4' } })],
  ['a range of a part', '/middle', () => ({ headers: { range: 'bytes=1-2' } })],
  ['HEAD with a range', NOTE, () => ({ method: 'HEAD', headers: { range: 'bytes=0-4' } })],
  ['if-range that holds', NOTE, () => ({ headers: { 'range': 'bytes=0-4', 'if-range': etag } })],
  ['if-range of another', NOTE, () => ({ headers: { 'range': 'bytes=0-4', 'if-range': '"other"' } })],
  ['if-range of an old time', NOTE, () => ({ headers: { 'range': 'bytes=0-4', 'if-range': OLD } })],
  ['if-range of a new time', NOTE, () => ({ headers: { 'range': 'bytes=0-4', 'if-range': NEW } })],
  ['if-none-match that holds', NOTE, () => ({ headers: { 'if-none-match': etag } })],
  ['if-none-match of another', NOTE, () => ({ headers: { 'if-none-match': '"other"' } })],
  ['if-modified-since later', '/static/note.txt', () => ({ headers: { 'if-modified-since': NEW } })],
  ['if-modified-since earlier', '/static/note.txt', () => ({ headers: { 'if-modified-since': OLD } })],
  ['if-match that holds', NOTE, () => ({ headers: { 'if-match': `"a", ${etag}` } })],
  ['if-match of another', NOTE, () => ({ headers: { 'if-match': '"other"' } })],
  ['if-unmodified-since earlier', '/static/note.txt', () => ({ headers: { 'if-unmodified-since': OLD } })],
  ['if-unmodified-since later', '/static/note.txt', () => ({ headers: { 'if-unmodified-since': NEW } })],
];

describe('answers as Express does', () => {
  test.each(asked)('%s', async (_what, at, options) => {
    const [expected, found] = await Promise.all(servers.map((server) => ask(server, at, options())));
    expect(found).toEqual(expected);
  });

  test('to requests that succeed, fail, redirect, and are told that nothing changed', async () => {
    const statuses = new Set(await Promise.all(asked.map(async ([, at, options]) => (await ask(servers[0], at, options())).status)));
    expect([...statuses].sort()).toEqual([200, 203, 206, 301, 304, 400, 403, 404, 405, 412, 416, 418, 500]);
  });
});

describe('where files that stay are told apart from those of the store', () => {
  test('each is answered from the place that its path names', async () => {
    const style = { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' } as const;
    const keeping = (contents: Record<string, string>): string => `const FILES = ${JSON.stringify(contents)};
      export const get = async (key) => (key in FILES ? Buffer.from(FILES[key]) : null);
      export const has = async (key) => key in FILES;
      export const stat = async (key) => (key in FILES ? { size: FILES[key].length, mtimeMs: 0, mtime: new Date(0), isFile: () => true, isDirectory: () => false } : null);
      export const keyOf = (file) => file.slice(1);
      export const piece = async (key, start, length) => Readable.from([Buffer.from(FILES[key]).subarray(start, start + length)]);
      import { Readable } from 'node:stream';`;
    const at = (name: string): string => path.join(scratch, 'places', name);
    mkdirSync(at(''), { recursive: true });
    writeFileSync(at('disk.mjs'), keeping({ '/tmp/draft.txt': 'a draft of this request', '/bundle/themes/plain.css': 'what ships', '/bundle/data/note.txt': 'what shipped once' }));
    writeFileSync(at('store.mjs'), keeping({ 'data/note.txt': 'what was stored' }));
    writeFileSync(at('files.send.mjs'), renderModule(sendModule(5), { module: 'esm', typescript: false }, style, at('files.send.mjs')));
    writeFileSync(at('places.mjs'), renderModule(placesModule(new Set(['mixed', 'send', 'serve']), { disk: './disk.mjs', store: './store.mjs', send: './files.send.mjs' }), { module: 'esm', typescript: false }, style, at('places.mjs')));
    const places = (await import(pathToFileURL(at('places.mjs')).href)) as Answering & { keyOf(file: string): string };
    const app = express();
    app.use('/themes', places.serve(places.keyOf, '/themes'));
    app.get('/*name', (asking, response) => places.send(places.keyOf, response, (asking as { path: string }).path));
    app.use((error: { status?: number }, _request: unknown, response: Reply, _next: unknown) => response.status(error.status ?? 500).json({}));
    const server = createServer(app).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => void server.once('listening', resolve));
    const bodies = await Promise.all(['/tmp/draft.txt', '/themes/plain.css', '/data/note.txt', '/data/none.txt'].map(async (file) => { const { status, body } = await ask(server, file); return [status, body]; }));
    expect(bodies).toEqual([[200, 'a draft of this request'], [200, 'what ships'], [200, 'what was stored'], [404, '{}']]);
    expect((await ask(server, '/data/note.txt', { headers: { range: 'bytes=9-' } })).body).toBe('stored');
    expect((await ask(server, '/tmp/draft.txt', { headers: { range: 'bytes=2-6' } })).body).toBe('draft');
  });
});
