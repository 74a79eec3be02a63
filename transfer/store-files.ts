/** The files of one store in an export: bulk files of KV, lists of objects for R2, what to delete. Made while the documents are read, so that no more than one batch is in memory. */
import path from 'node:path';
import type { NewFile } from '../core/new-folder.js';
import { inBatches, pairText } from './bulk.js';
import { changesOf, differs } from './changes.js';
import { type Document, changedSince, readDocuments } from './documents.js';
import { WRANGLER_OBJECT_BYTES } from './limits.js';
import type { Listing } from './listing.js';
import type { LeftOut, ManifestStore } from './manifest.js';
import type { RecordedStore } from './record.js';

export interface StoreJob {
  store: RecordedStore;
  /** Absolute folder of the documents. */
  from: string;
  bucket: string | null;
  listing: Listing;
  /** With --since: the store as it was moved before. */
  before: ManifestStore | null;
}

export interface StoreFiles {
  store: ManifestStore;
  /** Files of the export, by what they are for; relative to the export. */
  puts: string[];
  deletes: string[];
  /** R2: every object to upload, for rclone. */
  list: string | null;
  deleteList: string | null;
  /** R2: objects that wrangler cannot put. */
  notByWrangler: number;
}

/** Yields the files; gives, at the end, what they hold. */
export function* storeFiles(job: StoreJob): Generator<NewFile, StoreFiles> {
  const read: Omit<Document, 'bytes'>[] = [];
  const leftOut: LeftOut[] = [...job.listing.leftOut];
  const earlier = new Map((job.before?.entries ?? []).map((entry) => [entry.key, entry]));
  function* moving(): Generator<Document> {
    for (const one of readDocuments(job.store, job.from, job.listing.documents)) {
      if ('code' in one) leftOut.push(one);
      else {
        read.push({ entry: one.entry, fresh: one.fresh });
        const old = earlier.get(one.entry.key);
        if (!old || differs(old, one.entry)) yield one;
      }
    }
  }
  const written = yield* (job.store.kind === 'kv_namespaces' ? kvFiles(job, moving()) : r2Files(job, moving()));
  const entries = read.map(({ entry }) => entry);
  const changes = job.before ? changesOf(job.before, entries, leftOut) : undefined;
  const removed = yield* deleteFiles(job, changes?.removed ?? []);
  const all = [...leftOut, ...changedSince(job.from, read)];
  const bytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  const { kind, binding, include, keyPrefix } = job.store;
  return { ...written, ...removed, store: { kind, binding, bucket: job.bucket, from: job.from, include, keyPrefix, ...(job.store.root ? { root: job.store.root.name } : {}), files: entries.length, bytes, entries, leftOut: all, ...(changes ? { changes } : {}) } };
}

/** One folder for a binding; what begins in different roots is told apart in it. */
const fileOf = ({ store }: StoreJob, stem: string): string => `${store.binding}/${store.root ? `${store.root.name}-` : ''}${stem}`;

type Written = Pick<StoreFiles, 'puts' | 'list' | 'notByWrangler'>;

function* named(job: StoreJob, stem: string, texts: Iterable<string>): Generator<NewFile, string[]> {
  const names: string[] = [];
  for (const content of texts) {
    const name = `${fileOf(job, stem)}-${names.length + 1}.json`;
    yield { path: name, content };
    names.push(name);
  }
  return names;
}

function* kvFiles(job: StoreJob, documents: Iterable<Document>): Generator<NewFile, Written> {
  function* pairs(): Generator<string> {
    for (const { entry, bytes } of documents) yield pairText(entry, bytes ?? Buffer.alloc(0));
  }
  return { puts: yield* named(job, 'put', inBatches(pairs())), list: null, notByWrangler: 0 };
}

/** wrangler writes the key into a URL as it is: these characters would end or change it. */
const fitsUrl = (key: string): boolean => !/[%#?\\\t]|(?:^|\/)\.{1,2}(?:\/|$)/.test(key);

function* r2Files(job: StoreJob, documents: Iterable<Document>): Generator<NewFile, Written> {
  const entries = [...documents].map(({ entry }) => entry);
  const byWrangler = entries.filter((entry) => fitsUrl(entry.key) && entry.size <= WRANGLER_OBJECT_BYTES);
  const items = byWrangler.map((entry) => JSON.stringify({ key: entry.key, file: path.join(job.from, entry.path) }));
  const puts = yield* named(job, 'put', inBatches(items));
  const list = entries.length === 0 ? null : `${fileOf(job, 'files')}.txt`;
  if (list) yield { path: list, content: entries.map((entry) => `${entry.path}\n`).join('') };
  return { puts, list, notByWrangler: entries.length - byWrangler.length };
}

function* deleteFiles(job: StoreJob, removed: readonly string[]): Generator<NewFile, Pick<StoreFiles, 'deletes' | 'deleteList'>> {
  const deletes = yield* named(job, 'delete', inBatches(removed.map((key) => JSON.stringify(key))));
  const deleteList = removed.length === 0 || job.store.kind === 'kv_namespaces' ? null : `${fileOf(job, 'deleted')}.txt`;
  if (deleteList) yield { path: deleteList, content: removed.map((key) => `${key.slice(job.store.keyPrefix.length)}\n`).join('') };
  return { deletes, deleteList };
}
