// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data';

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

export function get(key) {
  return orNull(fs.promises.readFile(fileOf(key)));
}

export async function put(key, data) {
  await fs.promises.writeFile(fileOf(key), data);
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}
