// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data/tides';

const fileOf = (key) => path.join(folder, key);

// What is not there is null instead of an error.
async function orNull(work) {
  try {
    return await work;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

export function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options);
}

export function readStream(key, options, _missing) {
  return fs.createReadStream(fileOf(key), options);
}

export function writeStream(key, options) {
  return fs.createWriteStream(fileOf(key), options);
}

export function open(key, flags, mode) {
  return orNull(fs.promises.open(fileOf(key), flags, mode));
}
