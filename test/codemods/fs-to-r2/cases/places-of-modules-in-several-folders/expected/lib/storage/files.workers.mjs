// On Workers a path tells where a file is: under /tmp, where it lives as long as the request; in the bundle, which
// nobody writes; or, like all that is to last, in the store.
import * as disk from './files.fs.js';
import * as store from './files.r2.mjs';

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

export const inBundle = store.inBundle;
