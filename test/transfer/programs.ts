/** Migrated programs with data, a store in memory that is filled as Cloudflare's API fills one, and what is fetched of it: for the tests of `data`. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type ExportRequest, type WentBack, bringBack, exportData } from '../../pipeline/data.js';
import { valueName } from '../../transfer/fetched.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-data-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;

/** A path that nothing has yet. */
export const freshPath = (): string => path.join(scratch, String(folders++));

export type Contents = Record<string, string | Buffer>;

export function writeFiles(folder: string, files: Contents): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    // Not of this second, as data that is moved is, and with a fraction, as disks keep it.
    const old = 1_700_000_000 + Buffer.byteLength(name) / 7;
    utimesSync(file, old, old);
  }
}

export interface Recorded {
  kind?: 'kv_namespaces' | 'r2_buckets';
  binding?: string;
  folder?: string | null;
  include?: string[];
  keyPrefix?: string;
  roots?: { name: string; path: string; folder?: string | null; include: string[]; workerPath?: string | null }[];
}

/** The folder of a program that apply has been over, with these files below `data/`. */
export function program(files: Contents, bindings: Recorded[] = [{}]): string {
  const folder = path.join(freshPath(), 'app');
  writeFiles(path.join(folder, 'data'), files);
  mkdirSync(path.join(folder, '.cf-migrate'), { recursive: true });
  const record = bindings.map((one) => ({ kind: 'kv_namespaces', binding: 'DOCUMENTS', folder: 'data', environment: 'DATA_DIR', include: ['**'], keyPrefix: '', ...one }));
  writeFileSync(path.join(folder, '.cf-migrate', 'storage.json'), JSON.stringify({ version: 1, bindings: record }));
  return folder;
}

export const request = (directory: string, more: Partial<ExportRequest> = {}): ExportRequest => ({ codemod: 'fs-to-kv', directory, from: {}, workerPaths: {}, without: [], bucket: null, namespaceId: null, out: `${directory}-export`, since: null, replace: false, local: false, ...more });

export const exported = (directory: string, more: Partial<ExportRequest> = {}): ReturnType<typeof exportData> => exportData(request(directory, more));

/** The way back of what was fetched, compared with the export. */
export const back = (directory: string, fetched: string, to: string, force = false): WentBack => bringBack({ codemod: 'fs-to-kv', directory, from: { '': to }, workerPaths: {}, bucket: null, namespaceId: null, fetched, manifest: `${directory}-export`, force });

export interface Pair {
  key: string;
  value: string;
  base64?: boolean;
  metadata: { size: number; mtimeMs: number };
}

const filesLike = (folder: string, pattern: RegExp): string[] => readdirSync(folder).filter((name) => pattern.test(name)).sort().map((name) => path.join(folder, name));

/** The pairs of all bulk files of an export. */
export const pairsIn = (out: string, binding = 'DOCUMENTS'): Pair[] => filesLike(path.join(out, binding), /(?:^|-)put-\d+\.json$/).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Pair[]);

export const deletedIn = (out: string, binding = 'DOCUMENTS'): string[] => filesLike(path.join(out, binding), /(?:^|-)delete-\d+\.json$/).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as string[]);

/** What the API stores of a pair. */
export const valueOf = (pair: Pair): Buffer => Buffer.from(pair.value, pair.base64 ? 'base64' : 'utf8');

export type Store = Map<string, { bytes: Buffer; metadata?: { size: number; mtimeMs: number } }>;

/** A store after the commands of an export. */
export function uploaded(out: string, before: Store = new Map()): Store {
  const store: Store = new Map(before);
  for (const pair of pairsIn(out)) store.set(pair.key, { bytes: valueOf(pair), metadata: pair.metadata });
  for (const key of deletedIn(out)) store.delete(key);
  return store;
}

/** A fetched folder, as fetch.mjs leaves it. */
export function fetched(store: Store, binding = 'DOCUMENTS'): string {
  const folder = freshPath();
  mkdirSync(path.join(folder, binding, 'values'), { recursive: true });
  writeFileSync(path.join(folder, binding, 'keys.json'), JSON.stringify([...store].map(([name, { metadata }]) => ({ name, ...(metadata ? { metadata } : {}) }))));
  for (const [key, { bytes }] of store) writeFileSync(path.join(folder, binding, 'values', valueName(key)), bytes);
  return folder;
}

/** Every file below a folder with its bytes as hex and its time in whole milliseconds. */
export function tree(folder: string): Record<string, [bytes: string, time: number]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry): [string, [string, number]] => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file), [readFileSync(file).toString('hex'), Math.round(statSync(file).mtimeMs)]];
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}
