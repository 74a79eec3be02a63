/** Documents whose keys are whole paths: what the user has to say of their folders, what is kept of it, and that data and keys agree on every way. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringBack, checkData } from '../../pipeline/data.js';
import { valueName } from '../../transfer/fetched.js';
import { type Pair, type Recorded, exported, freshPath, pairsIn, program, writeFiles } from './programs.js';

const USER_DIR = { name: 'userDir', path: '<userDir>', include: ['', '*.json', 'lib/**'] };
const FLOWS = { name: 'flowFile', path: '<flowFile>', include: ['', '../.<flowFile>.backup'] };
const app = (...roots: NonNullable<Recorded['roots']>): string => program({}, [{ folder: null, include: [], roots }]);

/** A folder of the running app, outside of the program. */
function home(files: Record<string, string>): string {
  const folder = freshPath();
  writeFiles(folder, files);
  return folder;
}

const record = (directory: string): { roots: { folder: string | null; workerPath: string | null }[] } => (JSON.parse(readFileSync(path.join(directory, '.cf-migrate/storage.json'), 'utf8')) as { bindings: [{ roots: { folder: string | null; workerPath: string | null }[] }] }).bindings[0];

/** What fetch.mjs leaves of a store that holds these pairs. */
function fetched(pairs: readonly Pick<Pair, 'key' | 'value'>[]): string {
  const folder = freshPath();
  mkdirSync(path.join(folder, 'DOCUMENTS/values'), { recursive: true });
  writeFileSync(path.join(folder, 'DOCUMENTS/keys.json'), JSON.stringify(pairs.map(({ key }) => ({ name: key }))));
  for (const { key, value } of pairs) writeFileSync(path.join(folder, 'DOCUMENTS/values', valueName(key)), value);
  return folder;
}

const refusal = (work: () => unknown): { code?: string; message?: string; hint?: string } => {
  try {
    work();
    return {};
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
};

describe('what has to be said', () => {
  it('is where the folder is, and how the program on Workers calls it', () => {
    const directory = app(USER_DIR);
    expect(refusal(() => exported(directory))).toMatchObject({ code: 'unknown-folder', hint: expect.stringContaining('--from userDir=FOLDER --worker-path userDir=PATH') as string });
    expect(refusal(() => exported(directory, { from: { userDir: home({ 'a.json': '1' }) } }))).toMatchObject({ code: 'unknown-worker-path', hint: expect.stringContaining('--worker-path userDir=') as string });
    expect(existsSync(`${directory}-export`)).toBe(false);
    expect(refusal(() => exported(directory, { workerPaths: { other: '/x' } }))).toMatchObject({ code: 'bad-arguments', message: expect.stringContaining('other') as string });
    expect(refusal(() => exported(program({ 'a.json': '1' }), { workerPaths: { '': '/x' } }))).toMatchObject({ code: 'bad-arguments' });
  });

  it.each([['/mnt/app', 'mnt/app/'], ['/mnt/x/../app/', 'mnt/app/'], ['./home', 'home/'], ['/bundle/home', 'home/'], ['C:\\app', 'C:/app/'], ['/', '']])('%s: keys begin with %s', (workerPath, prefix) => {
    const directory = app(USER_DIR);
    exported(directory, { from: { '': home({ 'a.json': '1', 'lib/deep/b.txt': '2', 'c.txt': 'not of this move' }) }, workerPaths: { '': workerPath } });
    expect(pairsIn(`${directory}-export`).map(({ key, value }) => [key, value])).toEqual([[`${prefix}a.json`, '1'], [`${prefix}lib/deep/b.txt`, '2']]);
    expect(record(directory).roots).toMatchObject([{ folder: null, workerPath }]);
  });

  it('is kept in the record, and not asked again', () => {
    const directory = app(USER_DIR);
    writeFiles(path.join(directory, 'home'), { 'a.json': '1' });
    exported(directory, { from: { userDir: path.join(directory, 'home') }, workerPaths: { userDir: '/mnt/app' } });
    expect(record(directory).roots).toMatchObject([{ folder: 'home', workerPath: '/mnt/app' }]);
    exported(directory, { replace: true });
    expect(pairsIn(`${directory}-export`).map(({ key }) => key)).toEqual(['mnt/app/a.json']);
  });
});

describe('a root that is a file', () => {
  const place = home({ 'flows.json': '[]', '.flows.json.backup': '[1]', 'deep/.x.backup': '', 'other.json': '' });

  it('goes along with what lies beside it', () => {
    const directory = app(FLOWS);
    exported(directory, { from: { flowFile: path.join(place, 'flows.json') }, workerPaths: { flowFile: '/mnt/flows.json' } });
    expect(pairsIn(`${directory}-export`).map(({ key }) => key)).toEqual(['mnt/.flows.json.backup', 'mnt/flows.json']);
  });

  it('has the same name on both sides, or is refused', () => {
    expect(refusal(() => exported(app(FLOWS), { from: { flowFile: path.join(place, 'flows.json') }, workerPaths: { flowFile: '/mnt/current.json' } }))).toMatchObject({ code: 'other-name', hint: expect.stringContaining('/some/path/flows.json') as string });
  });
});

describe('several roots in one store', () => {
  const user = home({ 'settings.json': '{}', 'lib/flows.json': '[]' });
  const both = { from: { userDir: user, flowFile: path.join(user, 'lib/flows.json') }, workerPaths: { userDir: '/mnt/app', flowFile: '/mnt/app/lib/flows.json' } };

  it('a file that two of them reach goes once, and the check finds all equal', () => {
    const directory = app(USER_DIR, FLOWS);
    exported(directory, both);
    const pairs = pairsIn(`${directory}-export`);
    expect(pairs.map(({ key }) => key)).toEqual(['mnt/app/lib/flows.json', 'mnt/app/settings.json']);
    expect(checkData(fetched(pairs), `${directory}-export`).map(({ root, equal, rows }) => [root, equal, rows.filter(({ what }) => what !== 'different')])).toEqual([['userDir', 2, []], ['flowFile', 0, []]]);
  });

  it('two files that would be one key are refused before anything is written', () => {
    const directory = app(USER_DIR, FLOWS);
    expect(refusal(() => exported(directory, { from: { userDir: user, flowFile: path.join(home({ 'settings.json': '[2]' }), 'settings.json') }, workerPaths: { userDir: '/mnt', flowFile: '/mnt/settings.json' } }))).toMatchObject({ code: 'same-key', message: expect.stringContaining('mnt/settings.json') as string });
    expect(existsSync(`${directory}-export`)).toBe(false);
  });

  it('one can be left out, by name', () => {
    const directory = app(USER_DIR, FLOWS);
    expect(refusal(() => exported(directory, { from: { userDir: user }, workerPaths: { userDir: '/mnt' } }))).toMatchObject({ code: 'unknown-folder', hint: expect.stringContaining('--without flowFile') as string });
    exported(directory, { from: { userDir: user }, workerPaths: { userDir: '/mnt' }, without: ['flowFile'] });
    expect(pairsIn(`${directory}-export`).map(({ key }) => key)).toEqual(['mnt/lib/flows.json', 'mnt/settings.json']);
  });

  it('come back each into its own folder, also what is new', () => {
    const directory = app(USER_DIR, FLOWS);
    const flows = home({ 'flows.json': '[]' });
    exported(directory, { from: { userDir: user, flowFile: path.join(flows, 'flows.json') }, workerPaths: { userDir: '/mnt', flowFile: '/mnt/run/flows.json' } });
    const store = fetched([...pairsIn(`${directory}-export`), { key: 'mnt/new.json', value: 'new' }, { key: 'mnt/run/.flows.json.backup', value: 'old' }]);
    const back = bringBack({ codemod: 'fs-to-kv', directory, from: {}, workerPaths: {}, bucket: null, namespaceId: null, fetched: store, manifest: `${directory}-export`, force: false });
    expect(back.folders.map(({ root, written, removed, conflicts }) => ({ root, written, removed, conflicts }))).toEqual([{ root: 'userDir', written: ['new.json'], removed: [], conflicts: [] }, { root: 'flowFile', written: ['.flows.json.backup'], removed: [], conflicts: [] }]);
    expect([readFileSync(path.join(user, 'new.json'), 'utf8'), readFileSync(path.join(flows, '.flows.json.backup'), 'utf8')]).toEqual(['new', 'old']);
    rmSync(path.join(user, 'new.json'));
  });
});

describe('what changed since', () => {
  it('has the same keys, and refuses others', () => {
    const directory = app(USER_DIR);
    const user = home({ 'a.json': '1', 'b.json': '2' });
    exported(directory, { from: { userDir: user }, workerPaths: { userDir: '/mnt/app' } });
    rmSync(path.join(user, 'a.json'));
    writeFileSync(path.join(user, 'c.json'), '3');
    const since = { from: { userDir: user }, since: `${directory}-export` };
    const { manifest } = exported(directory, { ...since, out: `${directory}-changes` });
    expect(manifest.stores[0]?.changes).toEqual({ added: ['mnt/app/c.json'], changed: [], removed: ['mnt/app/a.json'] });
    expect(refusal(() => exported(directory, { ...since, workerPaths: { userDir: '/mnt/other' }, out: `${directory}-more` }))).toMatchObject({ code: 'other-worker-path' });
    expect(record(directory).roots).toMatchObject([{ workerPath: '/mnt/app' }]);
  });
});
