import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { inBatches } from '../../transfer/bulk.js';
import { listDocuments } from '../../transfer/listing.js';
import { matcher } from '../../transfer/patterns.js';
import { deletedIn, exported, freshPath, pairsIn, program, tree, uploaded, valueOf, writeFiles } from './programs.js';

/** What happens while a file is read: the next read of a path that `during` knows runs it first. */
const reading = vi.hoisted(() => ({ during: null as (() => void) | null }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return { ...fs, readSync: (...args: Parameters<typeof fs.readSync>) => {
    reading.during?.();
    return fs.readSync(...args);
  } };
});

const storeOf = (result: ReturnType<typeof exported>) => result.manifest.stores[0] ?? expect.fail('no store');

describe('a copy', () => {
  test('holds every byte, base64 only where text cannot, and the time that the adapter reads', () => {
    const app = program({ 'a.json': '{"é":"😀"}\n', 'bin.dat': Buffer.from([0xff, 0xfe, 0, 10]), empty: '', 'bom.txt': '\uFEFFx', nul: Buffer.alloc(200) });
    const result = exported(app);
    const pairs = pairsIn(`${app}-export`);
    expect(pairs.map(({ key, base64 }) => [key, base64 === true])).toEqual([['a.json', false], ['bin.dat', true], ['bom.txt', false], ['empty', false], ['nul', true]]);
    for (const pair of pairs) expect(valueOf(pair), pair.key).toEqual(readFileSync(path.join(app, 'data', pair.key)));
    for (const { key, size, mtimeMs } of storeOf(result).entries) expect(pairs.find((pair) => pair.key === key)?.metadata).toEqual({ size, mtimeMs });
    expect(storeOf(result)).toMatchObject({ files: 5, leftOut: [] });
    expect(result.commands).toEqual([`npx wrangler kv bulk put ${app}-export/DOCUMENTS/put-1.json --binding DOCUMENTS --remote`]);
  });

  test('takes only what the record names, and says what stays', () => {
    const app = program({ 'content/a.json': '1', 'content/deep/b.json': '2', 'content/.hidden.json': '3', 'jobs/1.json': '4', 'settings.json': '5' }, [{ include: ['content/*.json', 'settings.json'], keyPrefix: 'v1/' }]);
    const result = exported(app);
    expect(pairsIn(`${app}-export`).map(({ key }) => key)).toEqual(['v1/content/.hidden.json', 'v1/content/a.json', 'v1/settings.json']);
    expect(result.others).toEqual({ DOCUMENTS: ['content/deep/b.json', 'jobs/1.json'] });
  });

  test.each([
    [['content/*.json'], 'content/a.json', true], [['content/*.json'], 'content/a/b.json', false], [['a/**/b.json'], 'a/b.json', true], [['a/**/b.json'], 'a/x/y/b.json', true],
    [['a/**/b.json'], 'a/xb.json', false], [['**'], '.x/y', true], [['<env NAME|a>.json'], 'z.json', true], [['[id].json'], 'i.json', false], [['[id].json'], '[id].json', true], [['a.json'], 'axjson', false], [[''], '', false],
  ])('patterns %j and the path %s: %s', (include, file, expected) => {
    expect(matcher(include)(file)).toBe(expected);
  });

  test('lists what cannot go along, each with its reason, and takes the rest', () => {
    const app = program({ 'good.json': '1', [`${'k'.repeat(200)}/${'é'.repeat(100)}/${'k'.repeat(130)}`]: '2', 'large.bin': Buffer.alloc(25 * 1024 * 1024 + 1), 'exact.bin': Buffer.alloc(25 * 1024 * 1024, 7) });
    const data = path.join(app, 'data');
    symlinkSync('/etc/hostname', path.join(data, 'out.json'));
    symlinkSync('good.json', path.join(data, 'in.json'));
    symlinkSync('nowhere', path.join(data, 'broken.json'));
    symlinkSync('..', path.join(data, 'up'));
    mkdirSync(path.join(data, 'folder'));
    symlinkSync('folder', path.join(data, 'sideways'));
    writeFileSync(Buffer.concat([Buffer.from(`${data}/`), Buffer.from([0x66, 0xff])]), 'x');
    const store = storeOf(exported(app));
    expect(Object.fromEntries(store.leftOut.map(({ path: file, code }) => [file.slice(0, 12), code]))).toEqual({ kkkkkkkkkkkk: 'long-key', 'large.bin': 'too-large', 'out.json': 'link-outside', 'broken.json': 'broken-link', up: 'link-outside', sideways: 'link-to-folder', 'fÿ': 'unnameable' });
    expect(store.entries.map(({ key }) => key)).toEqual(['exact.bin', 'good.json', 'in.json']);
    expect(valueOf(pairsIn(`${app}-export`)[2] ?? expect.fail('no pair')).toString()).toBe('1');
  });

  test('a folder that is a link is told, whatever the patterns say: documents may stand below it', () => {
    const app = program({ 'settings.json': '1' }, [{ include: ['content/*.json', 'settings.json'] }]);
    const elsewhere = freshPath();
    writeFiles(elsewhere, { 'a.json': '2' });
    symlinkSync(elsewhere, path.join(app, 'data', 'content'));
    symlinkSync(path.join(elsewhere, 'a.json'), path.join(app, 'data', 'unrelated.json'));
    expect(storeOf(exported(app)).leftOut.map(({ path: file, code }) => [file, code])).toEqual([['content', 'link-outside']]);
  });

  test.skipIf(process.getuid?.() === 0)('a file and a folder that are closed to us are rows', () => {
    const app = program({ 'a.json': '1', 'closed.json': '2', 'closed/b.json': '3' });
    chmodSync(path.join(app, 'data', 'closed.json'), 0);
    chmodSync(path.join(app, 'data', 'closed'), 0);
    expect(storeOf(exported(app)).leftOut.map(({ path: file, code }) => [file, code])).toEqual([['closed/', 'unreadable'], ['closed.json', 'unreadable']]);
    chmodSync(path.join(app, 'data', 'closed'), 0o700);
  });

  test('a file that is written to whenever it is read is left out; one that changes once is read again', () => {
    const app = program({ 'busy.json': '0', 'calm.json': '1' });
    const busy = path.join(app, 'data', 'busy.json');
    let writes = 0;
    reading.during = () => writeFileSync(busy, `${++writes}`);
    const always = storeOf(exported(app));
    reading.during = () => {
      reading.during = null;
      writeFileSync(busy, 'once');
    };
    const once = storeOf(exported(app, { replace: true }));
    reading.during = null;
    expect(always.leftOut).toEqual([{ path: 'busy.json', code: 'changing', detail: expect.any(String) as string }]);
    expect(always.entries.map(({ key }) => key)).toEqual(['calm.json']);
    expect(once.leftOut).toEqual([]);
    expect(pairsIn(`${app}-export`).find(({ key }) => key === 'busy.json')?.value).toBe('once');
  });

  test('a change after the read, of the same length and with the same time, is seen by its hash', () => {
    const app = program({ 'a.json': '1', 'b.json': '2' });
    const file = path.join(app, 'data', 'a.json');
    const now = Date.now() / 1000;
    utimesSync(file, now, now);
    let reads = 0;
    // a.json is read twice, because it is fresh, and each read ends with an empty one; then comes b.json.
    reading.during = () => {
      if (++reads !== 5) return;
      writeFileSync(file, '9');
      utimesSync(file, now, now);
    };
    const store = storeOf(exported(app));
    reading.during = null;
    expect(store.leftOut.map(({ path: name, code }) => [name, code])).toEqual([['a.json', 'changing']]);
  });

  test('batches keep to both limits, and one item may fill one alone', () => {
    const items = ['"aa"', '"bb"', '"cc"', `"${'d'.repeat(30)}"`, '"e"'];
    const batches = [...inBatches(items, { pairs: 2, bytes: 20 })].map((text) => JSON.parse(text) as string[]);
    expect(batches).toEqual([['aa', 'bb'], ['cc'], ['d'.repeat(30)], ['e']]);
    expect([...inBatches([])]).toEqual([]);
  });

  test('a folder without documents is an export without commands', () => {
    const app = program({ 'jobs/1.json': '1' }, [{ include: ['content/*.json'] }]);
    const result = exported(app);
    expect(result).toMatchObject({ commands: [], manifest: { stores: [{ files: 0, bytes: 0, entries: [] }] } });
    expect(existsSync(`${app}-export/manifest.json`)).toBe(true);
  });

  test('files are listed with forward slashes, in the order of keys, on every system', () => {
    const folder = freshPath();
    writeFiles(folder, { 'b/a': '', 'B': '', 'b-1': '', '￮': '', '😀': '' });
    expect(listDocuments(folder, () => true).documents).toEqual(['B', 'b-1', 'b/a', '￮', '😀']);
  });
});

describe('what is refused before anything is written', () => {
  const refusal = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'nothing';
  };

  test('no record, no store of this kind, no folder, a folder that only the environment knows', () => {
    const app = program({ a: '1' });
    const bare = program({ a: '1' });
    rmSync(path.join(bare, '.cf-migrate'), { recursive: true });
    const hidden = program({ a: '1' }, [{ folder: null }]);
    const gone = program({ a: '1' }, [{ folder: 'elsewhere' }]);
    expect([refusal(() => exported(bare)), refusal(() => exported(app, { codemod: 'fs-to-r2' })), refusal(() => exported(hidden)), refusal(() => exported(gone)), refusal(() => exported(`${app}-nowhere`))])
      .toEqual(['no-storage-record', 'no-storage-record', 'unknown-folder', 'no-data-folder', 'no-such-folder']);
    expect(exported(hidden, { from: { '': path.join(hidden, 'data') } }).manifest.stores[0]?.files).toBe(1);
  });

  test('an export that is there, a folder of somebody else, a place inside of the data', () => {
    const app = program({ a: '1' });
    exported(app);
    const before = tree(`${app}-export`);
    const foreign = freshPath();
    writeFiles(foreign, { 'manifest.json': '{"name":"theirs"}' });
    expect([refusal(() => exported(app)), refusal(() => exported(app, { out: foreign, replace: true })), refusal(() => exported(app, { out: path.join(app, 'data', 'x') }))]).toEqual(['folder-exists', 'not-an-export', 'inside-the-data']);
    expect(tree(`${app}-export`)).toEqual(before);
    expect(exported(app, { replace: true }).manifest.stores[0]?.files).toBe(1);
  });

  test('one folder for several stores', () => {
    const app = program({ a: '1' }, [{}, { binding: 'MORE' }]);
    expect([refusal(() => exported(app, { from: { '': app } })), refusal(() => exported(app, { from: { OTHER: app } }))]).toEqual(['bad-arguments', 'bad-arguments']);
    expect(exported(app, { from: { MORE: path.join(app, '.cf-migrate') } }).manifest.stores.map(({ entries }) => entries.map(({ key }) => key))).toEqual([['a'], ['storage.json']]);
  });
});

describe('what changed since', () => {
  test('added, changed, touched and removed; the store then holds what a new copy would', () => {
    const app = program({ 'same.json': '1', 'changed.json': '2', 'touched.json': '3', 'removed.json': '4', 'a/removed.json': '5' });
    const data = path.join(app, 'data');
    exported(app);
    writeFiles(data, { 'added.json': 'new' });
    writeFileSync(path.join(data, 'changed.json'), 'other');
    utimesSync(path.join(data, 'touched.json'), 1, 1);
    unlinkSync(path.join(data, 'removed.json'));
    rmSync(path.join(data, 'a'), { recursive: true });
    const result = exported(app, { out: `${app}-changes`, since: `${app}-export` });
    expect(storeOf(result).changes).toEqual({ added: ['added.json'], changed: ['changed.json', 'touched.json'], removed: ['a/removed.json', 'removed.json'] });
    expect(pairsIn(`${app}-changes`).map(({ key }) => key)).toEqual(['added.json', 'changed.json', 'touched.json']);
    expect(deletedIn(`${app}-changes`)).toEqual(['a/removed.json', 'removed.json']);
    expect(result.commands[1]).toBe(`npx wrangler kv bulk delete ${app}-changes/DOCUMENTS/delete-1.json --binding DOCUMENTS --remote --force`);
    exported(app, { out: `${app}-anew` });
    expect(new Map([...uploaded(`${app}-changes`, uploaded(`${app}-export`))].sort())).toEqual(new Map([...uploaded(`${app}-anew`)].sort()));
    expect(storeOf(exported(app, { out: `${app}-again`, since: `${app}-changes/manifest.json` })).changes).toEqual({ added: [], changed: [], removed: [] });
  });

  test('what cannot be read any more is not taken for removed', () => {
    const app = program({ 'grows.bin': 'x' });
    exported(app);
    writeFileSync(path.join(app, 'data', 'grows.bin'), Buffer.alloc(25 * 1024 * 1024 + 1));
    const store = storeOf(exported(app, { out: `${app}-changes`, since: `${app}-export` }));
    expect(store.changes?.removed).toEqual([]);
    expect(store.leftOut.map(({ code }) => code)).toEqual(['too-large']);
  });
});

describe('R2', () => {
  const r2 = [{ kind: 'r2_buckets' as const, binding: 'FILES', keyPrefix: 'up/' }];

  test('objects are uploaded from where they stand; what wrangler cannot name is for rclone alone', () => {
    const app = program({ 'a b.png': '1', '100%.png': '2', 'x#y.png': '3', 'line\nbreak': '4' }, r2);
    const result = exported(app, { codemod: 'fs-to-r2', bucket: 'images' });
    const out = `${app}-export`;
    expect(JSON.parse(readFileSync(path.join(out, 'FILES/put-1.json'), 'utf8'))).toEqual([{ key: 'up/a b.png', file: path.join(app, 'data', 'a b.png') }]);
    expect(readFileSync(path.join(out, 'FILES/files.txt'), 'utf8')).toBe('100%.png\na b.png\nx#y.png\n');
    expect(storeOf(result).leftOut.map(({ code }) => code)).toEqual(['unnameable']);
    expect(result.commands).toEqual([`rclone copy ${app}/data r2:images/up --files-from-raw ${out}/FILES/files.txt --no-traverse --checksum --s3-no-check-bucket`]);
    expect(readFileSync(path.join(out, 'commands.txt'), 'utf8')).toContain('# 2 of images are not in these files');
  });

  test('without a bucket the copy says what to do first', () => {
    const app = program({ a: '1' }, r2);
    expect(exported(app, { codemod: 'fs-to-r2' }).notices.join()).toMatch(/names no bucket for FILES/);
  });
});
