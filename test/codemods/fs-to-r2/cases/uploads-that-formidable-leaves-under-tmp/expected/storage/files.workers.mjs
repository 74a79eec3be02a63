// On Workers a path tells where a file is: under /tmp, where it lives as long as the request; in the bundle, which
// nobody writes; or, like all that is to last, in the store.
import * as disk from './files.fs.js';
import * as store from './files.r2.mjs';
import { Readable } from 'node:stream';
import { answering } from './files.send.mjs';

const isScratch = (key) => /^tmp(?:\/|$)/.test(key);

const onDisk = (key) => `/${key}`;

const shipped = (key) => `/bundle/${key}`;

export const keyOf = store.keyOf;

export async function get(key) {
  if (isScratch(key)) return disk.get(onDisk(key));
  return (await store.get(key)) ?? disk.get(shipped(key));
}

export function put(key, ...rest) {
  return isScratch(key) ? disk.put(onDisk(key), ...rest) : store.put(key, ...rest);
}

export async function has(key) {
  if (isScratch(key)) return disk.has(onDisk(key));
  return (await store.has(key)) || disk.has(shipped(key));
}

export function remove(key) {
  return isScratch(key) ? disk.remove(onDisk(key)) : store.remove(key);
}

// From one place to another it is a copy and a removal; on the disk as well, which refuses a name that is taken.
export async function rename(from, to) {
  if (!isScratch(from) && !isScratch(to)) return store.rename(from, to);
  if (isScratch(from) && isScratch(to) && (await disk.stat(onDisk(from)))?.isDirectory()) return disk.rename(onDisk(from), onDisk(to));
  if (from === to) return has(from);
  return (await copy(from, to)) && remove(from);
}

export async function copy(from, to) {
  if (!isScratch(from) && !isScratch(to) && (await store.copy(from, to))) return true;
  const data = await get(from);
  if (data === null) return false;
  await put(to, data);
  return true;
}

export async function stat(key) {
  if (isScratch(key)) return disk.stat(onDisk(key));
  return (await store.stat(key)) ?? disk.stat(shipped(key));
}

// A part of a file, as a stream.
async function piece(key, offset, length) {
  if (!isScratch(key) && (await store.has(key))) return store.piece(key, offset, length);
  const bytes = await get(key);
  if (bytes === null) throw Object.assign(new Error(`ENOENT: no such file or directory, open '${key}'`), { code: 'ENOENT', status: 404, statusCode: 404 });
  return Readable.from([bytes.subarray(offset, offset + length)]);
}

export const { send } = answering({ stat, piece });
