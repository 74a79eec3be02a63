/** Facts are recalled for the same content only, and a damaged or foreign cache is as good as none. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Reading, cacheFolder, openCache } from '../../core/cache.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cf-migrate-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reading = (detail: string): Reading => ({ skipped: { file: 'a.js', reason: 'syntax', detail } });
const stamp = { size: 3, mtimeMs: 1 };
const never = (): string => { throw new Error('the file was read although nothing about it had changed'); };

function saved(root: string): void {
  const cache = openCache(root, 'rules 1', folder);
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
