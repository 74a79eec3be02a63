/** What apply writes for uploads by signed addresses: a browser puts them into a stand-in of the bucket that works each signature out anew; signed on Node and on workerd. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homePath } from '../../core/home.js';
import { bundleForWorkers } from '../../runtime/bundle.js';
import { type Tree, rewriteTree } from './rewriting.js';
import { KEYS, type StandIn, s3StandIn } from './s3-stand-in.js';

const APP: Tree = {
  'package.json': '{\n  "name": "harbour",\n  "type": "module",\n  "dependencies": { "express": "^5.1.0", "multer": "^2.0.2" }\n}\n',
  'src/server.js': `import express from 'express';
import multer from 'multer';

const upload = multer({ dest: 'uploads' });
const app = express();
app.post('/scans', upload.single('scan'), (req, res) => res.json(req.file));
app.listen(3000);
`,
};
const MODULE = 'src/storage/files.presigned.js';
const DATE = '2026-04-20';

interface Signed { method: string; url: string; headers: Record<string, string> }
type Asked = (name: 'signUpload' | 'confirmUpload', file: string, options?: object) => Promise<unknown>;

const root = mkdtempSync(path.join(tmpdir(), 'presigned-'));
const written = rewriteTree(APP, { codemod: 'fs-to-r2', uploads: 'presigned', entry: true });
let bucket: StandIn;
let environment: Record<string, string>;
let miniflare: Miniflare;

beforeAll(async () => {
  bucket = await s3StandIn();
  environment = { ...KEYS, R2_ENDPOINT: `http://127.0.0.1:${(bucket.server.address() as AddressInfo).port}`, FILES_BUCKET: 'harbour-files' };
  Object.assign(process.env, environment);
  for (const [file, text] of Object.entries({ ...written.after, 'ask.js': `import * as uploads from './${MODULE}';\nexport default { fetch: async (request) => { const [name, ...given] = await request.json(); return Response.json(await uploads[name](...given)); } };\n` })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  symlinkSync(homePath('node_modules'), path.join(root, 'node_modules'), 'junction');
  const result = await bundleForWorkers({ root, entry: 'ask.js', compatibilityDate: DATE });
  if (!result.ok) throw new Error(JSON.stringify(result.notes));
  miniflare = new Miniflare({ modules: result.bundle.modules, compatibilityDate: DATE, compatibilityFlags: result.bundle.compatibilityFlags, r2Buckets: ['FILES'], bindings: environment });
}, 60_000);

afterAll(async () => {
  for (const name of Object.keys(environment)) delete process.env[name];
  await miniflare.dispose();
  bucket.server.close();
  rmSync(root, { recursive: true, force: true });
});

const onNode: Asked = async (name, ...given) => ((await import(pathToFileURL(path.join(root, MODULE)).href)) as Record<string, (...given: unknown[]) => unknown>)[name]?.(...given);
const onWorkers: Asked = async (...given) => (await miniflare.dispatchFetch('http://worker/', { method: 'POST', body: JSON.stringify(given) })).json();

describe.each([['Node', onNode], ['workerd', onWorkers]])('an upload that was signed on %s', (side, asked) => {
  const sign = async (file: string, options?: object): Promise<Signed> => (await asked('signUpload', file, options)) as Signed;
  const put = async ({ method, url, headers }: Signed, body: string, others: Record<string, string> = {}): Promise<number> => (await fetch(url, { method, headers: { ...headers, ...others }, body })).status;

  it('gets to the bucket, and is told with the fields of multer', async () => {
    const file = `uploads/${side} (1) + ä'.png`;
    expect(await asked('confirmUpload', file)).toBeNull();
    expect(await put(await sign(file, { type: 'image/png' }), 'a portrait')).toBe(200);
    expect(bucket.objects.get(path.basename(file))?.bytes.toString()).toBe('a portrait');
    expect(await asked('confirmUpload', file, { originalname: 'me.png' })).toEqual({ fieldname: 'file', originalname: 'me.png', encoding: '7bit', mimetype: 'image/png', destination: 'uploads', filename: path.basename(file), path: file, size: 10 });
  });

  it('is refused with another type, under another key, too late, and where there is a file already', async () => {
    const file = `uploads/${side}.txt`;
    const signed = await sign(file, { type: 'text/plain' });
    expect(await put(signed, 'x', { 'content-type': 'text/html' })).toBe(403);
    expect(await put({ ...signed, url: signed.url.replace('.txt?', '.html?') }, 'x')).toBe(403);
    expect(await put(await sign(file, { type: 'text/plain', seconds: -1 }), 'x')).toBe(403);
    expect(await put(signed, 'first')).toBe(200);
    expect(await put(signed, 'second')).toBe(412);
    expect(await put({ ...signed, headers: { 'content-type': 'text/plain' } }, 'second')).toBe(403);
    expect(await put(await sign(file, { type: 'text/plain', replaces: true }), 'second')).toBe(200);
    expect(bucket.objects.get(path.basename(file))?.bytes.toString()).toBe('second');
  });
});

describe('the option', () => {
  it('writes beside the seam and leaves the routes as they are without it', () => {
    const without = rewriteTree(APP, { codemod: 'fs-to-r2', entry: true });
    expect(written.after['src/server.js']).toBe(without.after['src/server.js']);
    expect(Object.keys(written.after).filter((file) => !(file in without.after))).toEqual([ '.dev.vars.example', 'src/storage/files.cors.json', MODULE ]);
    expect(JSON.parse(written.after['package.json'] ?? '')).toHaveProperty('dependencies.aws4fetch');
    expect(written.result.notes.join('\n')).toContain('npx wrangler r2 bucket cors set harbour-files --file src/storage/files.cors.json');
  });

  it('can come later, changes nothing the second time, and says where nothing is uploaded', () => {
    const before = rewriteTree(APP, { codemod: 'fs-to-r2' }).after;
    expect(rewriteTree(before, { codemod: 'fs-to-r2', uploads: 'presigned' }).result.changes.map(({ file }) => file)).toEqual(['.dev.vars.example', 'package.json', 'src/storage/files.cors.json', MODULE]);
    expect(rewriteTree(written.after, { codemod: 'fs-to-r2', uploads: 'presigned' }).result.changes).toEqual([]);
    const none = rewriteTree({ 'package.json': '{ "type": "module" }', 'a.js': "import fs from 'node:fs/promises';\nexport const load = () => fs.readFile('data/a.json', 'utf8');\nexport const save = (text) => fs.writeFile('data/a.json', text);\n" }, { codemod: 'fs-to-r2', uploads: 'presigned' });
    expect(none.result.notes.join('\n')).toContain('nothing was written for presigned uploads');
  });
});
