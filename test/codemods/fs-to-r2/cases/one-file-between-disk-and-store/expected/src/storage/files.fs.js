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

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce(work) {
  return work();
}

export function get(key) {
  return orNull(atOnce(() => fs.readFileSync(fileOf(key))));
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

export async function copyIn(file, key) {
  return (await orNull(atOnce(() => fs.copyFileSync(file, fileOf(key))))) !== null;
}

export async function moveIn(file, key) {
  return (await orNull(fs.promises.rename(file, fileOf(key)))) !== null;
}

export async function copyOut(key, file) {
  return (await orNull(atOnce(() => fs.copyFileSync(fileOf(key), file)))) !== null;
}
