/** Holds what a store has against the manifest: counts, sizes, hashes, times. Repairs nothing. */
import { byteSize } from '../core/byte-size.js';
import { sameTime } from './changes.js';
import type { FetchedStore, FetchedValue } from './fetched.js';
import type { Entry, ManifestStore } from './manifest.js';

export interface CheckRow {
  key: string;
  what: 'missing' | 'extra' | 'different' | 'not-fetched';
  detail: string;
}

export interface StoreCheck {
  binding: string;
  root?: string;
  expected: { files: number; bytes: number };
  found: { files: number; bytes: number };
  equal: number;
  rows: CheckRow[];
  /** Keys that only the store has are known. */
  listed: boolean;
  /** Documents whose time the store does not tell: `stat` says 1970, or the time of the upload. */
  withoutTime: number;
}

function difference(entry: Entry, value: FetchedValue, mtimeMs: number | null): string | null {
  if (entry.size !== value.size) return `${byteSize(entry.size)} in the manifest, ${byteSize(value.size)} in the store`;
  if (entry.sha256 !== value.sha256) return `the same size, other bytes (sha256 ${entry.sha256.slice(0, 12)}… and ${value.sha256.slice(0, 12)}…)`;
  return mtimeMs !== null && !sameTime(mtimeMs, entry.mtimeMs) ? `the same bytes, another time (${new Date(entry.mtimeMs).toISOString()} and ${new Date(mtimeMs).toISOString()})` : null;
}

/** `isOwn` tells the keys of this store from those of others in the same place. */
export function checkStore(store: ManifestStore, fetched: FetchedStore, timeOf: (value: FetchedValue) => number | null, isOwn: (key: string) => boolean = (key) => key.startsWith(store.keyPrefix)): StoreCheck {
  const own = fetched.values.filter(({ key }) => isOwn(key));
  const values = new Map(own.map((value) => [value.key, value]));
  const expected = new Map(store.entries.map((entry) => [entry.key, entry]));
  const notFetched = new Set(fetched.notFetched.filter(isOwn));
  const rows: CheckRow[] = [...notFetched].map((key) => ({ key, what: 'not-fetched', detail: 'it is in the store, and its bytes were not fetched' }));
  for (const entry of store.entries) {
    const value = values.get(entry.key);
    if (!value && !notFetched.has(entry.key)) rows.push({ key: entry.key, what: 'missing', detail: `${byteSize(entry.size)} in the manifest` });
    const detail = value ? difference(entry, value, timeOf(value)) : null;
    if (detail) rows.push({ key: entry.key, what: 'different', detail });
  }
  for (const value of own) if (!expected.has(value.key)) rows.push({ key: value.key, what: 'extra', detail: `${byteSize(value.size)} in the store` });
  const shared = own.filter(({ key }) => expected.has(key));
  return {
    binding: store.binding,
    ...(store.root === undefined ? {} : { root: store.root }),
    expected: { files: store.files, bytes: store.bytes },
    found: { files: own.length + notFetched.size, bytes: own.reduce((sum, value) => sum + value.size, 0) },
    equal: shared.length - rows.filter((row) => row.what === 'different').length,
    rows,
    listed: fetched.listed,
    withoutTime: shared.filter((value) => timeOf(value) === null).length,
  };
}
