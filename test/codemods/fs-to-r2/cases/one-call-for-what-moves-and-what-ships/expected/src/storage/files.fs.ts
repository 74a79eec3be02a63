// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';

// The whole path, wherever it leads.
export function keyOf(file: string) {
  return path.resolve(file).split(path.sep).join('/');
}

const fileOf = (key: string) => key;

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

export async function has(key: string) {
  return fs.existsSync(fileOf(key));
}

export async function moveIn(file: string, key: string) {
  return (await orNull(fs.promises.rename(file, fileOf(key)))) !== null;
}

export async function copyOut(key: string, file: string) {
  return (await orNull(atOnce(() => fs.copyFileSync(fileOf(key), file)))) !== null;
}

export function stat(key: string) {
  return orNull(fs.promises.stat(fileOf(key)));
}
