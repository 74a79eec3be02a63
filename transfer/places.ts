/** Where the documents of a store are on the disk and what their keys begin with: as the user says, as the record has kept it, else as the code has it. Writes nothing. */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { type StorageRoot, placedRoot, workersKey } from '../core/storage-roots.js';
import type { Listing } from './listing.js';
import { type RecordedStore, labelOf } from './record.js';

export interface Places {
  /** Absolute folder of the migrated program. */
  directory: string;
  /** On the disk, absolute: of all stores (`''`), or by binding or root. */
  from: Readonly<Record<string, string>>;
  /** On Workers: of the only root (`''`), or by root. */
  workerPaths: Readonly<Record<string, string>>;
}

export interface PlacedStore {
  store: RecordedStore;
  /** Absolute folder. */
  from: string;
  /** How deep its documents can lie. */
  levels: number;
}

/** Refuses names that are none, and one answer to several questions. */
export function checkNames(option: string, given: Readonly<Record<string, string>>, labels: readonly string[]): void {
  const stray = Object.keys(given).find((name) => (name !== '' || labels.length === 0) && !labels.includes(name));
  if (stray !== undefined) throw new UserError('bad-arguments', stray === '' ? `${option} is for nothing that this program has.` : `${option} names ${stray}, which this program does not have.`, labels.length === 0 ? 'It is for stores whose keys are whole paths, and there is none.' : `It has: ${labels.join(', ')}.`);
  if (given[''] !== undefined && labels.length > 1) throw new UserError('bad-arguments', `There are several of them (${labels.join(', ')}), so one ${option} is not enough.`, `Say which: ${option} ${labels[0] ?? 'NAME'}=…`);
}

/** Where the files of a store are. */
function placeOf(places: Places, store: RecordedStore): string {
  const label = labelOf(store);
  const given = places.from[label] ?? places.from[''];
  if (given !== undefined) return given;
  if (store.folder !== null) return path.resolve(places.directory, store.folder);
  if (store.root) throw new UserError('unknown-folder', `Only the running program knows where ${label} is (${store.root.path} in the code).`, `Name its place on the disk, and the one that the program gives it on Workers: --from ${label}=FOLDER --worker-path ${label}=PATH; or leave it out: --without ${label}`);
  throw new UserError('unknown-folder', `Only the variable ${store.environment ?? ''} of the running app says where the files of ${store.binding} are.`, 'Name that folder with --from.');
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? true;

function withPrefix(store: RecordedStore, root: StorageRoot, place: string): PlacedStore {
  const { name, workerPath } = root;
  if (workerPath === null) throw new UserError('unknown-worker-path', `The keys of ${store.binding} are whole paths, and nobody has said which path ${name} has on Workers (${root.path} in the code).`, `Say it as the program on Workers will have it: --worker-path ${name}=/some/path; it is kept in .cf-migrate/storage.json.`);
  const placed = placedRoot(root, place, workerPath, isFolder(place));
  if (!placed) throw new UserError('other-name', `${name} is the file ${path.basename(place)} here and ${path.posix.basename(workersKey(workerPath))} on Workers; a copy keeps the names of files.`, `Give it the same name on both sides: --worker-path ${name}=/some/path/${path.basename(place)}`);
  const deep = placed.include.some((pattern) => pattern.includes('**'));
  const levels = placed.folder === place || deep ? Infinity : Math.max(1, ...placed.include.map((pattern) => pattern.split('/').length));
  return { store: { ...store, include: placed.include, keyPrefix: placed.keyPrefix, root }, from: placed.folder, levels };
}

/** The folder that documents lie in where a root may be one of them. */
export const folderOf = (place: string): string => (isFolder(place) ? place : path.dirname(place));

/** A store with the folder to read and the beginning of its keys. Throws UserError while one of them is unknown. */
export function placedStore(places: Places, store: RecordedStore): PlacedStore {
  const place = placeOf(places, store);
  if (!store.root) return { store, from: place, levels: Infinity };
  const workerPath = places.workerPaths[store.root.name] ?? places.workerPaths[''] ?? store.root.workerPath;
  const inside = path.relative(places.directory, place);
  const folder = inside.startsWith('..') || path.isAbsolute(inside) ? store.root.folder : inside.split(path.sep).join('/') || '.';
  return withPrefix(store, { ...store.root, workerPath, folder }, place);
}

/** What each of several stores has for its own. A file that two roots reach goes with the first; two files that would be one key on Workers are refused. */
export function keysApart<T extends Pick<PlacedStore, 'store' | 'from'> & { listing: Listing }>(jobs: readonly T[]): T[] {
  const seen = new Map<string, string>();
  return jobs.map((job) => {
    const documents = job.listing.documents.filter((document) => {
      const [key, file] = [`${job.store.keyPrefix}${document}`, path.join(job.from, document)];
      const before = seen.get(`${job.store.binding} ${key}`);
      if (before === undefined) seen.set(`${job.store.binding} ${key}`, file);
      else if (realpathSync(before) !== realpathSync(file)) throw new UserError('same-key', `${before} and ${file} would both be ${key} on Workers.`, 'Give the folders paths on Workers of which none lies in the other, with --worker-path, and set the program on Workers to these.');
      return before === undefined;
    });
    return { ...job, listing: { ...job.listing, documents } };
  });
}
