/** Reads the documents of a store one after the other, each in one steady state, and says which cannot go along. Writes nothing. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { problemOfKey, problemOfSize } from './limits.js';
import type { Entry, LeftOut } from './manifest.js';
import type { RecordedStore } from './record.js';
import { CHANGING, isStill, readSteady } from '../core/steady-read.js';

export interface Document {
  entry: Entry;
  fresh: boolean;
  /** null for R2: objects are uploaded from where they stand. */
  bytes: Buffer | null;
}

export function* readDocuments(store: RecordedStore, from: string, documents: readonly string[]): Generator<Document | LeftOut> {
  for (const name of documents) yield readDocument(store, path.join(from, name), name);
}

function readDocument(store: RecordedStore, file: string, name: string): Document | LeftOut {
  const key = store.keyPrefix + name;
  const badKey = problemOfKey(store.kind, name, key);
  if (badKey) return badKey;
  try {
    const tooLarge = problemOfSize(store.kind, name, statSync(file).size);
    if (tooLarge) return tooLarge;
    const read = readSteady(file, store.kind === 'kv_namespaces');
    if (read === CHANGING) return { path: name, code: 'changing', detail: 'it was written to each time it was read' };
    const grown = problemOfSize(store.kind, name, read.size);
    return grown ?? { entry: { path: name, key, size: read.size, sha256: read.sha256, mtimeMs: read.mtimeMs }, fresh: read.fresh, bytes: read.bytes };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return code === 'ENOENT' ? { path: name, code: 'changing', detail: 'it was removed before it could be read' } : { path: name, code: 'unreadable', detail: `it cannot be read (${code})` };
  }
}

/** Documents that are no longer what was read of them. */
export function changedSince(from: string, read: readonly Omit<Document, 'bytes'>[]): LeftOut[] {
  const changed = read.filter(({ entry, fresh }) => !isStill(path.join(from, entry.path), { ...entry, fresh }));
  return changed.map(({ entry }) => ({ path: entry.path, code: 'changing', detail: 'it changed after it was read; what was read goes along, and --since brings the rest' }));
}
