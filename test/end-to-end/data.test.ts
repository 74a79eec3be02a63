/** The documents of the legacy app go along: rewritten, copied, put into a real KV as Cloudflare's API does, read on workerd by the seam that apply wrote, and brought back. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kvAdapter } from '../../codemods/fs-to-kv/adapter.js';
import { r2Adapter } from '../../codemods/fs-to-r2/adapter.js';
import { renderModule } from '../../codemods/shared/render.js';
import { main } from '../../commands/main.js';
import { homePath } from '../../core/home.js';
import { type Pair, fetched, pairsIn, tree, uploaded, writeFiles } from '../transfer/programs.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-data-app-'));
const app = path.join(folder, 'app');
const data = path.join(app, 'data');
let miniflare: Miniflare;

async function cli(...argv: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const code = await main(argv, { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) });
  return { code, ...said };
}

/** The adapters with `stat`, which the documents of this app are never asked for. */
function adapterWithStat(file: string, make: typeof kvAdapter): void {
  const module = make({ operations: new Set(['stat']), folder: { imports: [], expression: "'data'" }, binding: file === 'kv' ? 'DOCUMENTS' : 'FILES', emptyFoldersAreMissing: false, folders: false });
  writeFileSync(path.join(app, `${file}-stat.mjs`), renderModule(module, { module: 'esm', typescript: false }, { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' }, `${file}-stat.mjs`));
}

const WORKER = `
import { env } from 'cloudflare:workers';
import { Buffer } from 'node:buffer';
import { get, list } from './src/storage/documents.js';
import { stat } from './kv-stat.mjs';
import { stat as statObject } from './r2-stat.mjs';
export default { async fetch(request) {
  const { pairs, read, object } = await request.json();
  for (const { key, value, base64, metadata } of pairs) await env.DOCUMENTS.put(key, base64 ? Buffer.from(value, 'base64') : value, { metadata });
  await env.FILES.put('a.png', 'x', { customMetadata: { mtime: object } });
  await env.FILES.put('b.png', 'x');
  const files = [];
  for (const key of read) files.push({ key, text: await get('data/' + key, 'utf8'), stat: await stat(key) });
  return Response.json({ names: await list('data/content'), files, moved: (await statObject('a.png')).mtimeMs, made: (await statObject('b.png')).mtimeMs });
} };`;

beforeAll(async () => {
  cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') });
  writeFiles(data, { 'settings.json': '{"resultsPerPage":7}\n', 'content/tides.json': '{"title":"Gezeiten ☾"}', 'content/knöts.json': '\uFEFF{}', 'jobs/1.json': '{}', 'logs/events.log': 'x\n' });
  expect((await cli('apply', 'fs-to-kv', 'app', '--write', '--yes')).code).toBe(0);
  adapterWithStat('kv', kvAdapter);
  adapterWithStat('r2', r2Adapter);
  writeFileSync(path.join(app, 'worker.mjs'), WORKER);
  const bundle = buildSync({ entryPoints: [path.join(app, 'worker.mjs')], bundle: true, format: 'esm', platform: 'node', conditions: ['workerd', 'worker'], external: ['cloudflare:workers', 'node:*'], write: false, logLevel: 'error' });
  miniflare = new Miniflare({ modules: [{ type: 'ESModule', path: 'worker.mjs', contents: bundle.outputFiles[0]?.text ?? '' }], compatibilityDate: '2026-04-20', compatibilityFlags: ['nodejs_compat'], kvNamespaces: ['DOCUMENTS'], r2Buckets: ['FILES'] });
});

afterAll(async () => {
  await miniflare?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('the data of the legacy app', () => {
  test('goes along: the migrated seam reads every document on workerd, size and time included', async () => {
    const { code, out } = await cli('data', 'fs-to-kv', 'app', '-o', 'export');
    expect(code).toBe(0);
    expect(out).toMatch(/3 documents, \d+ B\n {2}2 files beside them .*jobs\/1\.json, logs\/events\.log/);
    expect(out).toContain('npx wrangler kv namespace create DOCUMENTS');
    const pairs: Pair[] = pairsIn(path.join(folder, 'export'));
    const read = pairs.map(({ key }) => key);
    expect(read).toEqual(['content/knöts.json', 'content/tides.json', 'settings.json']);
    const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body: JSON.stringify({ pairs, read, object: '1700000000.25' }) });
    const found = (await response.json()) as { names: string[]; files: { key: string; text: string; stat: { size: number; mtimeMs: number } }[]; moved: number; made: number };
    expect(found.names).toEqual(['knöts.json', 'tides.json']);
    for (const { key, text, stat } of found.files) {
      const { size, mtimeMs } = statSync(path.join(data, key));
      expect([text, stat.size, stat.mtimeMs], key).toEqual([readFileSync(path.join(data, key), 'utf8'), size, mtimeMs]);
    }
    expect(found.moved).toBe(1_700_000_000_250);
    expect(Math.abs(found.made - Date.now())).toBeLessThan(600_000);
  });

  test('is checked, and comes back byte for byte with its times', async () => {
    const got = fetched(uploaded(path.join(folder, 'export')));
    const check = await cli('data', 'fs-to-kv', 'app', '--check', got, '--manifest', 'export');
    expect([check.code, check.out.split('\n')[0]]).toEqual([0, 'DOCUMENTS: EQUAL. 3 of 3 documents equal.']);
    const reverse = await cli('data', 'fs-to-kv', 'app', '--reverse', got, '--manifest', 'export', '--from', 'back');
    expect(reverse.code).toBe(0);
    const { 'jobs/1.json': _job, 'logs/events.log': _log, ...documents } = tree(data);
    expect(tree(path.join(folder, 'back'))).toEqual(documents);
  });

  test('says what is wrong, with the exit code that its help names', async () => {
    expect((await cli('data', 'fs-to-kv', 'app', '-o', 'export')).code).toBe(2);
    mkdirSync(path.join(folder, 'empty'));
    expect((await cli('data', 'fs-to-kv', 'empty')).log).toContain('cf-migrate apply fs-to-kv --write');
    expect((await cli('data', 'fs-to-kz', 'app')).log).toContain('Did you mean fs-to-kv?');
    expect((await cli('data', 'fs-to-kv', 'app', '--check', 'a', '--reverse', 'b')).code).toBe(2);
    const different = uploaded(path.join(folder, 'export'));
    different.delete('settings.json');
    expect((await cli('data', 'fs-to-kv', 'app', '--check', fetched(different), '--manifest', 'export')).code).toBe(1);
  });
});
