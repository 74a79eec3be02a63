/** Reads a fetched export: what the stores hold, as fetch.mjs or a copy of a bucket left it on the disk. Judges nothing. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { byBytes, listDocuments } from './listing.js';
import type { ManifestStore } from './manifest.js';
import { CHANGING, readSteady } from '../core/steady-read.js';

export interface FetchedValue {
  key: string;
  /** Absolute path of the bytes. */
  file: string;
  size: number;
  sha256: string;
  /** null when the store does not tell. */
  mtimeMs: number | null;
}

export interface FetchedStore {
  /** Every key of the store is known: what is not here is not in the store. */
  listed: boolean;
  values: FetchedValue[];
  /** Keys of the store whose bytes are not here. */
  notFetched: string[];
}

/** Name of the file that holds the bytes of a key. */
export const valueName = (key: string): string => createHash('sha256').update(key).digest('hex');

const listing = z.array(z.looseObject({ name: z.string(), metadata: z.unknown().optional() }));
const metadata = z.looseObject({ mtimeMs: z.number() });

/** Throws UserError when `fetched` holds nothing of the store. */
export function readFetched(fetched: string, store: ManifestStore): FetchedStore {
  if (!existsSync(fetched)) throw new UserError('no-such-folder', `There is no folder ${fetched}.`, 'Fetch the store first: node fetch.mjs NEW-FOLDER FOLDER-OF-THE-PROGRAM, with the script beside the manifest.');
  const base = path.join(fetched, store.binding);
  const whole = existsSync(path.join(base, 'files')) ? path.join(base, 'files') : null;
  if (whole) return fromTree(whole);
  const keys = path.join(base, 'keys.json');
  if (existsSync(keys)) return fromListing(base, readKeys(keys), true);
  if (existsSync(path.join(base, 'values'))) return fromListing(base, store.entries.map((entry) => ({ name: entry.key })), false);
  throw new UserError('nothing-fetched', `${fetched} holds nothing of ${store.binding}: neither ${store.binding}/keys.json nor ${store.binding}/files.`, 'Fetch the store with the script beside the manifest: node fetch.mjs NEW-FOLDER FOLDER-OF-THE-PROGRAM');
}

/** A whole copy of a bucket, by rclone or another tool of the S3 API: the key is the path. */
function fromTree(folder: string): FetchedStore {
  const { documents } = listDocuments(folder, () => true);
  return { listed: true, values: documents.map((key) => valueAt(path.join(folder, key), key, null)), notFetched: [] };
}

interface ListedKey {
  name: string;
  metadata?: unknown;
}

/** The listing that wrangler prints; an older PowerShell writes what it redirects as UTF-16. */
function readKeys(file: string): ListedKey[] {
  const bytes = readFileSync(file);
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.subarray(2).toString('utf16le') : bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return listing.parse(JSON.parse(text));
  } catch {
    throw new UserError('broken-listing', `${file} is not the listing that wrangler kv key list prints.`, 'Fetch it again.');
  }
}

function fromListing(base: string, keys: readonly ListedKey[], listed: boolean): FetchedStore {
  const placed = keys.map((one) => ({ ...one, file: path.join(base, 'values', valueName(one.name)) }));
  const there = placed.filter(({ file }) => existsSync(file));
  const missing = listed ? placed.filter(({ file }) => !existsSync(file)).map(({ name }) => name) : [];
  const values = there.map((one) => valueAt(one.file, one.name, metadata.safeParse(one.metadata).data?.mtimeMs ?? null));
  return { listed, values: values.sort((a, b) => byBytes(a.key, b.key)), notFetched: missing };
}

function valueAt(file: string, key: string, mtimeMs: number | null): FetchedValue {
  const read = readSteady(file, false);
  if (read === CHANGING) throw new UserError('changing', `${file} is being written to.`, 'Wait until everything is fetched.');
  return { key, file, size: read.size, sha256: read.sha256, mtimeMs };
}

/** Times of a tree that rclone fetched are those of the documents. */
export const timeOf = (value: FetchedValue, store: ManifestStore): number | null => value.mtimeMs ?? (store.kind === 'r2_buckets' && path.basename(value.file) !== valueName(value.key) ? statSync(value.file).mtimeMs : null);
