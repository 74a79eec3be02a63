// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

// The whole path, wherever it leads.
export function keyOf(file) {
  return path.resolve(file).split(path.sep).join('/');
}

const fileOf = (key) => key;

// What is not there is null instead of an error.
async function orNull(work) {
  try {
    return await work;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

export function get(key) {
  return orNull(fs.promises.readFile(fileOf(key)));
}

export async function put(key, data) {
  await fs.promises.writeFile(fileOf(key), data);
}

export const inBundle = (_place) => undefined;
