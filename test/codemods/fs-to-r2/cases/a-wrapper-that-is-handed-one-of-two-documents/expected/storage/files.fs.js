// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

export const folder = 'data/pilots';

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

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce(work) {
  return work();
}

export async function put(key, data) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

export async function rename(from, to) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}
