/** The stored state on both sides: which files stand for which keys, what a store is filled with, and how the two differ at the end. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import fastGlob from 'fast-glob';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { type StorageRoot, placedRoot, storageRoot } from '../core/storage-roots.js';
import { parseYaml } from '../core/yaml.js';
import { appFile } from './app-file.js';
import { compareBytes, pathsIn, type Difference } from './compare.js';
import { compareAllDatabases, databaseFields, isOfDatabase, type DatabaseMap } from './databases.js';
import { folderInRun } from './storage-folder.js';
import type { StoredValue } from './stores.js';
import type { RunningWorker } from './workerd.js';
import type { WranglerConfig } from './wrangler-config.js';

/** Written by apply into the migrated tree: which files became keys of which binding. Key = keyPrefix + path inside the folder. */
export const STORAGE_FILE = '.cf-migrate/storage.json';

const schema = z.object({
  version: z.literal(1),
  bindings: z.array(z.discriminatedUnion('kind', [
    z.object({
      kind: z.enum(['kv_namespaces', 'r2_buckets']),
      binding: z.string(),
      folder: z.string().nullable(),
      seam: z.looseObject({ path: z.string().optional(), file: appFile.optional() }).optional(),
      include: z.array(z.string()).min(1),
      keyPrefix: z.string().default(''),
      roots: z.array(storageRoot).default([]),
    }),
    z.object({ kind: z.literal('d1_databases'), file: appFile, ...databaseFields }),
  ])),
});

export interface StorageBinding {
  kind: 'kv_namespaces' | 'r2_buckets';
  binding: string;
  /** Where the files lie in this run, relative to the app. */
  folder: string;
  include: string[];
  keyPrefix: string;
}

export interface StorageMap {
  bindings: StorageBinding[];
  databases: DatabaseMap[];
}

export type Files = Map<string, Buffer>;

const SHOWN = 120;

function recordOf(migrated: string): z.infer<typeof schema> | null {
  const file = path.join(migrated, STORAGE_FILE);
  return existsSync(file) ? parseYaml(readFileSync(file, 'utf8'), STORAGE_FILE, schema) : null;
}

/** The seams that a codemod has written into the tree, each as its file. */
export const seamsOf = (migrated: string): string[] => [...new Set((recordOf(migrated)?.bindings ?? []).flatMap((one) => ('seam' in one ? one.seam?.file ?? [] : [])))];

/** null: the tree has no such file. `env` may move the folders. Throws UserError when it cannot be read as one. */
export function readStorageMap(migrated: string, env: Readonly<Record<string, string>>): StorageMap | null {
  const record = recordOf(migrated);
  if (record === null) return null;
  const { bindings } = record;
  return {
    bindings: bindings.flatMap((one): StorageBinding[] => {
      if (one.kind === 'd1_databases') return [];
      const { kind, binding } = one;
      if (one.roots.length > 0) return one.roots.map((root) => ({ kind, binding, ...rootInRun(migrated, binding, root, env) }));
      return [{ kind, binding, include: one.include.map(asGlob), keyPrefix: one.keyPrefix, folder: folderInRun({ binding, folder: one.folder, text: one.seam?.path }, env) }];
    }),
    databases: bindings.filter((one) => one.kind === 'd1_databases'),
  };
}

/** A folder that only the running program knows lies where the record says: on both sides it is the setting that the script gives. */
function rootInRun(migrated: string, binding: string, root: StorageRoot, env: Readonly<Record<string, string>>): Pick<StorageBinding, 'folder' | 'include' | 'keyPrefix'> {
  const folder = folderOfRoot(root, env);
  const workerPath = root.workerPath ?? folder;
  if (folder === null || workerPath === null) throw new UserError('unknown-folder', `Only the running program knows where ${root.name} is, whose documents are in ${binding}.`, `Say in ${STORAGE_FILE}, at "${root.name}", as which "folder" of the app the script has it on Node, and as which "workerPath" on Workers; cf-migrate data does so with --from and --worker-path.`);
  if (path.isAbsolute(folder)) throw new UserError('folder-outside', `The files of ${root.name} lie in ${folder}, which is no folder of the app: nothing outside of its copy is read.`, `Set it to a folder of the app under "env" of the script, and say so in ${STORAGE_FILE}.`);
  const isFolder = statSync(path.join(migrated, folder), { throwIfNoEntry: false })?.isDirectory() ?? true;
  const placed = placedRoot(root, folder, workerPath, isFolder);
  if (!placed) throw new UserError('other-name', `${root.name} is called otherwise on Node than on Workers.`, `Give it the same name on both sides in ${STORAGE_FILE}.`);
  return { folder: placed.folder, include: placed.include.map(asGlob), keyPrefix: placed.keyPrefix };
}

const folderOfRoot = (root: StorageRoot, env: Readonly<Record<string, string>>): string | null => (/^<env /.test(root.path) ? folderInRun({ binding: root.name, folder: root.folder, text: root.path }, env) : root.folder);

/** `<name>` stands for what only the running program knows. */
const asGlob = (pattern: string): string => pattern.replace(/<[^<>]*(?:<[^<>]*>[^<>]*)*>/g, '*');

/** Files under `folder` by their path inside it, sorted. */
export function filesUnder(root: string, folder: string, include: string[] = ['**/*']): Files {
  const cwd = path.join(root, folder);
  const names = existsSync(cwd) ? fastGlob.sync(include, { cwd, dot: true, onlyFiles: true, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] }) : [];
  return new Map(names.sort().map((name) => [name, readFileSync(path.join(cwd, name))]));
}

const values = (files: Files, binding: StorageBinding): StoredValue[] => [...files].map(([name, bytes]) => ({ key: binding.keyPrefix + name, bytes }));

export const hasBinding = (wrangler: WranglerConfig, binding: StorageBinding): boolean => (wrangler[binding.kind] ?? []).some((one) => one.binding === binding.binding);

/** Fills the stores with what the original has on disk, or with what was `given` for their bindings. Answers how many values. */
export async function seed(worker: RunningWorker, map: StorageMap | null, wrangler: WranglerConfig, original: string, given?: ReadonlyMap<string, StoredValue[]>): Promise<number> {
  let count = 0;
  for (const parts of byBinding(map?.bindings ?? [])) {
    const [binding] = parts;
    if (!hasBinding(wrangler, binding)) continue;
    const all = given?.get(binding.binding) ?? parts.flatMap((part) => values(filesUnder(original, part.folder, part.include), part));
    if (all.length > 0) await worker.fill(binding.kind, binding.binding, all);
    count += all.length;
  }
  return count;
}

function shown(bytes: Buffer): string {
  const text = bytes.includes(0) ? `${bytes.length} bytes` : JSON.stringify(bytes.toString('utf8'));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Two sets of contents under the same names. */
export function compareContents(node: Files, workers: Files, named: (name: string) => string, ignore: string[]): Difference[] {
  const paths = pathsIn(ignore);
  return [...new Set([...node.keys(), ...workers.keys()])].sort().flatMap((name) => {
    const [left, right] = [node.get(name), workers.get(name)];
    if (left && right) return compareBytes(named(name), left, right, paths);
    return [{ where: named(name), node: left ? shown(left) : 'absent', workers: right ? shown(right) : 'absent' }];
  });
}

const isIn = (folder: string, named: string[]): boolean =>
  named.length === 0 || named.some((one) => folder === one || folder.startsWith(`${one}/`) || one.startsWith(`${folder}/`) || one === '.');

type Parts = [StorageBinding, ...StorageBinding[]];

/** A store may hold the documents of several folders, one of which may lie in the other. */
const byBinding = (bindings: readonly StorageBinding[]): Parts[] => [...new Set(bindings.map((one) => one.binding))].map((name) => bindings.filter((one) => one.binding === name) as Parts);

async function compareBinding(parts: Parts, copy: string, worker: RunningWorker, ignore: string[]): Promise<Difference[]> {
  const [{ kind, binding }] = parts;
  const stored = (await worker.read(kind, binding)).filter(({ key }) => parts.some((part) => key.startsWith(part.keyPrefix)));
  const files: Files = new Map(parts.flatMap((part) => [...filesUnder(copy, part.folder, part.include)].map(([name, bytes]): [string, Buffer] => [part.keyPrefix + name, bytes])));
  const fileOf = (key: string): string => {
    const part = parts.toSorted((a, b) => b.keyPrefix.length - a.keyPrefix.length).find((one) => key.startsWith(one.keyPrefix)) ?? parts[0];
    return `${part.folder}/${key.slice(part.keyPrefix.length)}`;
  };
  return compareContents(files, new Map(stored.map(({ key, bytes }) => [key, bytes])), (key) => `${fileOf(key)} ↔ ${binding}:${key}`, ignore);
}

/** Files that Node changed and that no binding stands for: on Workers they are nowhere. */
function unmapped({ folders, map, databases, original, copy }: StateQuestion): Difference[] {
  return folders.flatMap((folder) => {
    const mapped = new Set((map?.bindings ?? []).flatMap((binding) => [...filesUnder(copy, binding.folder, binding.include).keys()].map((name) => path.posix.join(binding.folder, name))));
    const before = filesUnder(original, folder);
    return [...filesUnder(copy, folder)].flatMap(([name, bytes]) => {
      const file = path.posix.join(folder, name);
      if (mapped.has(file) || isOfDatabase(databases, file) || before.get(name)?.equals(bytes)) return [];
      return [{ where: file, node: `written: ${shown(bytes)}`, workers: 'no store stands for this file' }];
    });
  });
}

export interface StateQuestion {
  map: StorageMap | null;
  /** Compared by their rows. */
  databases: DatabaseMap[];
  wrangler: WranglerConfig;
  /** Folders the script names; empty: those of the bindings. */
  folders: string[];
  ignore: string[];
  original: string;
  /** The copy the original ran in. */
  copy: string;
}

/** Differences of the final state; null when there is nothing to compare. */
export async function compareState(question: StateQuestion, worker: RunningWorker): Promise<Difference[] | null> {
  const { map, folders, databases, copy, ignore } = question;
  const bindings = (map?.bindings ?? []).filter((binding) => isIn(binding.folder, folders));
  if (bindings.length === 0 && folders.length === 0 && databases.length === 0) return null;
  const differences: Difference[] = [];
  for (const parts of byBinding(bindings)) {
    const [binding] = parts;
    if (hasBinding(question.wrangler, binding)) differences.push(...(await compareBinding(parts, copy, worker, ignore)));
    else differences.push({ where: `binding ${binding.binding}`, node: `files of ${binding.folder}`, workers: `not in ${binding.kind} of the wrangler configuration` });
  }
  return [...differences, ...(await compareAllDatabases(databases, question.wrangler, copy, worker)), ...unmapped(question)];
}

/** Differences of the state folders of two runs on Node. Two SQLite files with the same rows need not have the same bytes: they are left out. */
export function compareFolders(folders: string[], databases: DatabaseMap[], left: string, right: string, ignore: string[]): Difference[] {
  const files = (root: string, folder: string): Files => new Map([...filesUnder(root, folder)].filter(([name]) => !isOfDatabase(databases, path.posix.join(folder, name))));
  return folders.flatMap((folder) => compareContents(files(left, folder), files(right, folder), (name) => `${folder}/${name}`, ignore));
}
