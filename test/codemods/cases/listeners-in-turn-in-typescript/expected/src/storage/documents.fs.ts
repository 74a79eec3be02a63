// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data';

const fileOf = (key: string) => path.join(folder, key);

// What is not there is null instead of an error.
async function orNull<T>(work: Promise<T>) {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce<T>(work: () => T) {
  return work();
}

export function get(key: string) {
  return orNull(atOnce(() => fs.readFileSync(fileOf(key))));
}

export async function put(key: string, data: Uint8Array) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}
