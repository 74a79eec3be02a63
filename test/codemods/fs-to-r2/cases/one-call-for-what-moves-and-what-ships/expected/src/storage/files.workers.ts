// On Workers a path tells where a file is: under /tmp, where it lives as long as the request; in the bundle, which
// nobody writes; or, like all that is to last, in the store.
import * as disk from './files.fs.js';
import * as store from './files.r2.js';

const isScratch = (key: string) => /^tmp(?:\/|$)/.test(key);

const onDisk = (key: string) => `/${key}`;

const shipped = (key: string) => `/bundle/${key}`;

export const keyOf = store.keyOf;

export async function get(key: string) {
  if (isScratch(key)) return disk.get(onDisk(key));
  return (await store.get(key)) ?? disk.get(shipped(key));
}

export async function has(key: string) {
  if (isScratch(key)) return disk.has(onDisk(key));
  return (await store.has(key)) || disk.has(shipped(key));
}

export const moveIn = store.moveIn;

export const copyOut = store.copyOut;

export async function stat(key: string) {
  if (isScratch(key)) return disk.stat(onDisk(key));
  return (await store.stat(key)) ?? disk.stat(shipped(key));
}
