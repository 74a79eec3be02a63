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

// Null: it is not there; false: it is there, where it must not be.
export async function open(key, flags, mode) {
  try {
    return await orNull(fs.promises.open(fileOf(key), flags, mode));
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}
