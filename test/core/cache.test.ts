/** Facts are recalled for the same content only, and a damaged or foreign cache is as good as none. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Reading, openCache } from '../../core/cache.js';
import { cacheFile, cacheFolder, writeCacheFile } from '../../core/cache-folder.js';
import { makeFolders } from '../../core/made-folders.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cf-migrate-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reading = (detail: string): Reading => ({ skipped: { file: 'a.js', reason: 'syntax', detail } });
const stamp = { size: 3, mtimeMs: 1 };
const never = (): string => { throw new Error('the file was read although nothing about it had changed'); };

function saved(root: string, into = folder): void {
  const cache = openCache(root, 'rules 1', into);
  cache.keep('a.js', 'full', stamp, 'let', reading('first'));
  cache.save();
}

test('the same size and time: recalled without reading the file', () => {
  saved('/app');
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'full', stamp, never)).toEqual(reading('first'));
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'short', stamp, never)).toEqual(reading('first'));
});

test('another time and the same content: recalled, another content: not', () => {
  saved('/app');
  const later = { size: 3, mtimeMs: 2 };
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'full', later, () => 'let')).toEqual(reading('first'));
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'full', later, () => 'var')).toBeNull();
});

test('another program, other rules, an unknown file: nothing is known', () => {
  saved('/app');
  expect(openCache('/other', 'rules 1', folder).recall('a.js', 'full', stamp, never)).toBeNull();
  expect(openCache('/app', 'rules 2', folder).recall('a.js', 'full', stamp, never)).toBeNull();
  expect(openCache('/app', 'rules 1', folder).recall('b.js', 'full', stamp, never)).toBeNull();
});

test('a damaged cache is none, and is mended by the next save', () => {
  saved('/app');
  for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"key":');
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'full', stamp, never)).toBeNull();
  saved('/app');
  expect(openCache('/app', 'rules 1', folder).recall('a.js', 'full', stamp, never)).toEqual(reading('first'));
});

test('a byte that has changed, or a part that is missing: nothing is recalled', () => {
  const own = mkdtempSync(path.join(folder, 'damaged-'));
  const recalled = (): Reading | null => openCache('/app', 'rules 1', own).recall('a.js', 'full', stamp, never);
  saved('/app', own);
  const file = path.join(own, readdirSync(own)[0] ?? '');
  const whole = readFileSync(file);
  expect(whole.length).toBeGreaterThan(80);
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(file, damaged);
    expect(recalled(), `byte ${at}`).toBeNull();
  }
  for (let length = 0; length < whole.length; length += 3) {
    writeFileSync(file, whole.subarray(0, length));
    expect(recalled(), `${length} bytes`).toBeNull();
  }
  writeFileSync(file, whole);
  expect(recalled()).toEqual(reading('first'));
});

test('two scans at once: the one that ends last is recalled as a whole', () => {
  const [one, other] = [openCache('/twice', 'rules 1', folder), openCache('/twice', 'rules 1', folder)];
  one.keep('a.js', 'full', stamp, 'let', reading('first'));
  other.keep('a.js', 'full', stamp, 'var', reading('second'));
  other.keep('b.js', 'full', stamp, 'var', reading('third'));
  other.save();
  one.save();
  const after = openCache('/twice', 'rules 1', folder);
  expect(after.recall('a.js', 'full', stamp, never)).toEqual(reading('first'));
  expect(after.recall('b.js', 'full', stamp, never)).toBeNull();
});

test('what was known of other files stays beside one that has changed, and goes when nobody asks for it', () => {
  const first = openCache('/some', 'rules 1', folder);
  for (const name of ['a.js', 'b.js', 'c.js']) first.keep(name, 'full', stamp, name, reading(name));
  first.save();
  const second = openCache('/some', 'rules 1', folder);
  second.keep('a.js', 'full', { size: 4, mtimeMs: 2.25 }, 'new', reading('new'));
  expect(second.recall('b.js', 'full', stamp, never)).toEqual(reading('b.js'));
  second.save();
  const third = openCache('/some', 'rules 1', folder);
  expect(third.recall('a.js', 'full', { size: 4, mtimeMs: 2.25 }, never)).toEqual(reading('new'));
  expect(third.recall('b.js', 'full', stamp, never)).toEqual(reading('b.js'));
  expect(third.recall('c.js', 'full', stamp, never)).toBeNull();
});

test('a file that changes again and again does not let the cache grow for ever', () => {
  const sizes: number[] = [];
  const own = mkdtempSync(path.join(folder, 'grows-'));
  for (let change = 0; change < 60; change++) {
    const cache = openCache('/grows', 'rules 1', own);
    for (let i = 0; i < 1_000; i++) cache.keep(`${i}.js`, 'full', { size: 3, mtimeMs: change }, `${change} ${i}`, reading(`${change} ${i}`));
    cache.save();
    sizes.push(statSync(cacheFile(own, readdirSync(own)[0]?.split('.')[0] ?? '')).size);
  }
  expect(Math.max(...sizes)).toBeLessThan(30 * (sizes[0] ?? 0));
  expect(Math.max(...sizes.slice(30))).toBeLessThanOrEqual(Math.max(...sizes.slice(0, 30)));
});

test('caches of all programs together stay below a limit: the oldest goes first', () => {
  const own = mkdtempSync(path.join(folder, 'many-'));
  ['1', '2', '3'].forEach((name, i) => {
    writeCacheFile(cacheFile(own, name), Buffer.alloc(100), 250);
    utimesSync(cacheFile(own, name), i, i);
  });
  writeFileSync(path.join(own, 'of-somebody-else'), Buffer.alloc(1_000));
  expect(readdirSync(own).sort()).toEqual(['2.facts', '3.facts', 'of-somebody-else']);
  writeCacheFile(cacheFile(own, '4'), Buffer.alloc(1_000), 250);
  expect(readdirSync(own).sort()).toEqual(['4.facts', 'of-somebody-else']);
});

test('a folder that cannot be written loses nothing', () => {
  writeFileSync(path.join(folder, 'file'), '');
  const cache = openCache('/app', 'rules 1', path.join(folder, 'file', 'below'));
  cache.keep('a.js', 'full', stamp, 'let', reading('first'));
  expect(() => cache.save()).not.toThrow();
});

test('lies where $CF_MIGRATE_CACHE says, and never below the folder that somebody stands in', () => {
  const own = path.join(tmpdir(), 'own-cache');
  expect(cacheFolder({ CF_MIGRATE_CACHE: own })).toBe(own);
  expect(path.isAbsolute(cacheFolder({ CF_MIGRATE_CACHE: '0' }))).toBe(true);
  expect(cacheFolder({ CF_MIGRATE_CACHE: '0' })).toBe(cacheFolder({}));
});

test('a folder in which nothing can be made has no file, and asking for it comes to an end', () => {
  const blocked = path.join(folder, 'a-file');
  writeFileSync(blocked, '');
  for (const place of [path.join(blocked, 'below', 'deeper'), ...(existsSync('/proc/self') ? ['/proc/nowhere/below'] : [])]) {
    expect(() => makeFolders(place)).toThrow(/ENOTDIR|ENOENT|EACCES|EPERM/);
    writeCacheFile(path.join(place, 'facts'), Buffer.from('x'));
    expect(existsSync(place)).toBe(false);
  }
});

test('folders that are there already, also below one that is not, are no error', () => {
  makeFolders(path.join(folder, 'new', 'below'));
  makeFolders(path.join(folder, 'new', 'below'));
  expect(statSync(path.join(folder, 'new', 'below')).isDirectory()).toBe(true);
});
