/** Random folders with odd names go into a real KV, pair by pair as Cloudflare's API takes them, and come back byte for byte. CF_MIGRATE_FOLDERS=1000 plays more. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkData } from '../../pipeline/data.js';
import { valueName } from '../../transfer/fetched.js';
import { problemOfPath } from '../../transfer/paths.js';
import { type Contents, back, exported, fetched, freshPath, program, tree, uploaded } from './programs.js';

const COUNT = Number(process.env.CF_MIGRATE_FOLDERS ?? 100);

/** A small generator of numbers with a seed, so that a failure can be played again. */
function generator(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

const WORDS = ['a', 'Z', '.hidden', '..more', 'a b', ' lead', 'trail ', '100%', '%2e%2e', 'knöts', 'knöts'.normalize('NFD'), '😀', '￮', '日本', 'it\'s', '"q"', '$x', '`y`', 'a\\b', 'tab\there', 'new\nline', '-dash', '#h', '?q', '*', '[id]', '{x}', 'con', 'x'.repeat(80)];

function content(next: (below: number) => number): string | Buffer {
  const bytes = Buffer.from(Array.from({ length: next(300) }, () => next(256)));
  return ['', bytes, '{"a":1}\n', 'Léuchtfeuer 😀\r\n', '\uFEFFmarked', Buffer.from([0xed, 0xa0, 0x80]), Buffer.alloc(next(90)), 'null', '\u2028\u2029'][next(9)] ?? bytes;
}

function randomFolder(seed: number): Contents {
  const next = generator(seed);
  const pick = (): string => WORDS[next(WORDS.length)] ?? 'a';
  // Folders end in /d, so that no file has the name of a folder.
  const names = Array.from({ length: 1 + next(9) }, () => [...Array.from({ length: next(3) }, () => `${pick()}/d`), `${pick()}.f`].join('/'));
  return Object.fromEntries(names.map((name) => [name, content(next)]));
}

/** Puts the pairs of a bulk file as the API does, and reads everything below a prefix. */
const WORKER = `
import { Buffer } from 'node:buffer';
export default { async fetch(request, env) {
  const { put, prefix } = await request.json();
  for (const { key, value, base64, metadata } of put ?? []) await env.DOCUMENTS.put(key, base64 ? Buffer.from(value, 'base64') : value, { metadata });
  if (put) return new Response('ok');
  const { keys } = await env.DOCUMENTS.list({ prefix });
  const values = [];
  for (const { name } of keys) values.push(Buffer.from(await env.DOCUMENTS.get(name, 'arrayBuffer')).toString('base64'));
  return Response.json({ keys, values });
} };`;

let miniflare: Miniflare;
beforeAll(() => {
  miniflare = new Miniflare({ modules: [{ type: 'ESModule', path: 'worker.mjs', contents: WORKER }], compatibilityDate: '2026-04-20', compatibilityFlags: ['nodejs_compat'], kvNamespaces: ['DOCUMENTS'] });
});
afterAll(() => miniflare.dispose());

const ask = (body: unknown) => miniflare.dispatchFetch('http://localhost/', { method: 'POST', body: JSON.stringify(body) });

async function throughKv(out: string, prefix: string): Promise<string> {
  for (const file of readdirSync(path.join(out, 'DOCUMENTS'))) await ask({ put: JSON.parse(readFileSync(path.join(out, 'DOCUMENTS', file), 'utf8')) as unknown });
  const { keys, values } = (await (await ask({ prefix })).json()) as { keys: { name: string }[]; values: string[] };
  const folder = freshPath();
  mkdirSync(path.join(folder, 'DOCUMENTS', 'values'), { recursive: true });
  writeFileSync(path.join(folder, 'DOCUMENTS', 'keys.json'), JSON.stringify(keys));
  keys.forEach(({ name }, index) => writeFileSync(path.join(folder, 'DOCUMENTS', 'values', valueName(name)), Buffer.from(values[index] ?? '', 'base64')));
  return folder;
}

describe('a folder, a real KV and back', () => {
  test(`${COUNT} random folders: equal in the store, equal on the disk, times included`, async () => {
    let files = 0;
    for (let seed = 0; seed < COUNT; seed++) {
      const app = program(randomFolder(seed), [{ keyPrefix: `s${seed}/` }]);
      const { manifest } = exported(app);
      expect(manifest.stores[0]?.leftOut, `seed ${seed}`).toEqual([]);
      const from = await throughKv(`${app}-export`, `s${seed}/`);
      expect(checkData(from, `${app}-export`)[0]?.rows, `seed ${seed}`).toEqual([]);
      const to = freshPath();
      expect(back(app, from, to).folders[0]?.conflicts, `seed ${seed}`).toEqual([]);
      expect(tree(to), `seed ${seed}`).toEqual(tree(path.join(app, 'data')));
      files += manifest.stores[0]?.files ?? 0;
      rmSync(path.dirname(app), { recursive: true });
    }
    expect(files).toBeGreaterThan(COUNT * 3);
  }, 240_000);
});

describe('the check', () => {
  test('finds what is missing, extra, different in length, bytes or time, and what was not fetched', () => {
    const app = program({ 'same.json': '1', 'missing.json': '2', 'longer.json': '3', 'bytes.json': '4', 'time.json': '5', 'unfetched.json': '6' });
    exported(app);
    const store = uploaded(`${app}-export`);
    store.delete('missing.json');
    store.set('extra.json', { bytes: Buffer.from('x') });
    store.set('longer.json', { bytes: Buffer.from('33'), metadata: { size: 2, mtimeMs: 1 } });
    store.set('bytes.json', { bytes: Buffer.from('x') });
    store.set('time.json', { bytes: Buffer.from('5'), metadata: { size: 1, mtimeMs: 1 } });
    const from = fetched(store);
    rmSync(path.join(from, 'DOCUMENTS', 'values', valueName('unfetched.json')));
    const check = checkData(from, `${app}-export`)[0];
    expect(Object.fromEntries(check?.rows.map(({ key, what }) => [key, what]) ?? [])).toEqual({ 'missing.json': 'missing', 'extra.json': 'extra', 'longer.json': 'different', 'bytes.json': 'different', 'time.json': 'different', 'unfetched.json': 'not-fetched' });
    expect(check).toMatchObject({ equal: 1, expected: { files: 6 }, found: { files: 6 }, listed: true });
  });

  test('reads a listing that an older PowerShell has redirected, and a whole copy of a bucket', () => {
    const app = program({ 'a.json': '1' });
    exported(app);
    const from = fetched(uploaded(`${app}-export`));
    const keys = path.join(from, 'DOCUMENTS', 'keys.json');
    writeFileSync(keys, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(readFileSync(keys, 'utf8'), 'utf16le')]));
    expect(checkData(from, `${app}-export`)[0]?.rows).toEqual([]);
    const copy = program({ 'b/c.png': '2' }, [{ kind: 'r2_buckets', binding: 'FILES' }]);
    exported(copy, { codemod: 'fs-to-r2', bucket: 'images' });
    const bucket = freshPath();
    mkdirSync(path.join(bucket, 'FILES', 'files', 'b'), { recursive: true });
    writeFileSync(path.join(bucket, 'FILES', 'files', 'b', 'c.png'), 'x');
    expect(checkData(bucket, `${copy}-export`)[0]?.rows.map(({ key, what }) => [key, what])).toEqual([['b/c.png', 'different']]);
  });
});

describe('a key that can be no file', () => {
  test.each([
    ['a/../b', 'linux', true], ['a//b', 'linux', true], ['/a', 'linux', true], ['a\0', 'linux', true], ['x'.repeat(256), 'linux', true], ['..more', 'linux', false], ['a\\b', 'linux', false],
    ['a\\b', 'win32', true], ['con.json', 'win32', true], ['a:b', 'win32', true], ['dot.', 'win32', true], ['a/b.json', 'win32', false],
  ] as const)('%j on %s: %s', (key, platform, refused) => {
    expect(problemOfPath(key, platform) !== null).toBe(refused);
  });

  test('is told, and nothing is written; so is one that is a folder for another', () => {
    const app = program({ 'a.json': '1' });
    exported(app);
    const store = uploaded(`${app}-export`);
    for (const key of ['up/../../x', 'a.json/b']) store.set(key, { bytes: Buffer.from('x') });
    const to = freshPath();
    const went = back(app, fetched(store), to);
    expect([went.refused, went.folders[0]?.conflicts.map(({ code }) => code)]).toEqual([true, ['in-the-way', 'no-file-name']]);
    expect(() => readdirSync(to)).toThrow(/ENOENT/);
  });
});
