/** Plans the way back: which files a fetched store makes of a folder, and which it must not touch because they changed there. Writes nothing. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Replacement } from '../core/replace-files.js';
import { sameTime } from './changes.js';
import type { FetchedStore, FetchedValue } from './fetched.js';
import type { Entry, ManifestStore } from './manifest.js';
import { problemOfPath } from './paths.js';
import { CHANGING, readSteady } from '../core/steady-read.js';

export interface Conflict {
  path: string;
  code: 'changed-here' | 'no-file-name' | 'in-the-way' | 'not-fetched';
  detail: string;
}

export interface WayBack {
  binding: string;
  root?: string;
  folder: string;
  replacements: Replacement[];
  /** What happens to files, in names. */
  written: string[];
  removed: string[];
  unchanged: number;
  /** Removed from the store or not is not known, because its keys were not listed. */
  listed: boolean;
  conflicts: Conflict[];
}

type Step = { kind: 'write' | 'remove' | 'same'; replacement: Replacement } | { kind: 'conflict'; conflict: Conflict; replacement: Replacement | null };

export interface WayBackRequest {
  folder: string;
  /** Files that changed here are replaced all the same; they stay among the conflicts. */
  force: boolean;
  timeOf(value: FetchedValue): number | null;
  /** Tells the keys of this store from those of others in the same place. */
  isOwn(key: string): boolean;
}

export function planWayBack(store: ManifestStore, fetched: FetchedStore, { folder, force, timeOf, isOwn }: WayBackRequest): WayBack {
  const before = new Map(store.entries.map((entry) => [entry.key, entry]));
  const own = fetched.values.filter(({ key }) => isOwn(key));
  const notFetched = fetched.notFetched.filter((key) => store.root === undefined || isOwn(key));
  const names = new Set(own.map(({ key }) => key.slice(store.keyPrefix.length)));
  const present = new Set([...own.map(({ key }) => key), ...notFetched]);
  const steps: Step[] = [
    ...notFetched.map((key): Step => ({ kind: 'conflict', conflict: { path: key, code: 'not-fetched', detail: 'it is in the store, and its bytes were not fetched' }, replacement: null })),
    ...own.map((value) => stepFor(store, value, before.get(value.key), { folder, names, mtimeMs: timeOf(value) })),
    ...(fetched.listed ? store.entries.filter(({ key }) => !present.has(key)).flatMap((entry) => removal(folder, entry)) : []),
  ];
  const replacements = steps.flatMap((step) => (step.kind === 'same' || (step.kind === 'conflict' && !force) ? [] : step.replacement ?? []));
  const namesOf = (kind: 'write' | 'remove'): string[] => steps.flatMap((step) => (step.kind === kind ? step.replacement.path : []));
  return {
    binding: store.binding,
    ...(store.root === undefined ? {} : { root: store.root }),
    folder,
    replacements,
    written: namesOf('write'),
    removed: namesOf('remove'),
    unchanged: steps.filter((step) => step.kind === 'same').length,
    listed: fetched.listed,
    conflicts: steps.flatMap((step) => (step.kind === 'conflict' ? step.conflict : [])),
  };
}

interface Here {
  folder: string;
  /** Every name of the store. */
  names: ReadonlySet<string>;
  mtimeMs: number | null;
}

const conflict = (path: string, code: Conflict['code'], detail: string, replacement: Replacement | null): Step => ({ kind: 'conflict', conflict: { path, code, detail }, replacement });

function stepFor(store: ManifestStore, value: FetchedValue, before: Entry | undefined, { folder, names, mtimeMs }: Here): Step {
  const name = value.key.slice(store.keyPrefix.length);
  const replacement: Replacement = { path: name, source: value.file, sha256: value.sha256, mtimeMs };
  const unnameable = problemOfPath(name, process.platform);
  if (unnameable) return conflict(name, 'no-file-name', unnameable, null);
  const above = foldersAbove(name).find((one) => names.has(one));
  if (above !== undefined) return conflict(name, 'in-the-way', `${above} is a document too, and no file can be a folder`, null);
  const found = stateHere(folder, name);
  if (typeof found === 'string') return conflict(name, 'in-the-way', found, null);
  if (found === null) return { kind: 'write', replacement };
  if (found.sha256 === value.sha256) return { kind: mtimeMs === null || sameTime(found.mtimeMs, mtimeMs) ? 'same' : 'write', replacement };
  if (before && found.sha256 === before.sha256) return { kind: 'write', replacement };
  return conflict(name, 'changed-here', before ? 'it changed in the folder since the manifest was written' : 'it is in the folder already, with other bytes, and not in the manifest', replacement);
}

/** What the store no longer has goes, unless it changed here. */
function removal(folder: string, entry: Entry): Step[] {
  const replacement: Replacement = { path: entry.path, source: null, sha256: null, mtimeMs: null };
  const found = stateHere(folder, entry.path);
  if (found === null || typeof found === 'string') return [];
  return [found.sha256 === entry.sha256 ? { kind: 'remove', replacement } : conflict(entry.path, 'changed-here', 'it is gone from the store, and changed in the folder since the manifest was written', replacement)];
}

const foldersAbove = (name: string): string[] => name.split('/').slice(0, -1).map((_part, index, parts) => parts.slice(0, index + 1).join('/'));

/** The file here; null when there is none; words when something else stands there. */
function stateHere(folder: string, name: string): { sha256: string; mtimeMs: number } | string | null {
  try {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return 'a folder stands in its place';
    const read = readSteady(file, false);
    return read === CHANGING ? 'it is being written to' : read;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') return 'a file stands where its folder should be';
    return `what stands in its place cannot be read (${code ?? 'error'})`;
  }
}
