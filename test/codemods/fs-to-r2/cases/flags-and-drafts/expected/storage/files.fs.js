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

export async function put(key, data, mode) {
  await fs.promises.writeFile(fileOf(key), data, { mode });
}

export async function create(key, data, mode) {
  try {
    await fs.promises.writeFile(fileOf(key), data, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

// Null: it is not there; false: something is in it.
export async function removeFolder(key) {
  try {
    return (await orNull(fs.promises.rmdir(fileOf(key)))) === null ? null : true;
  } catch (error) {
    if (error.code === 'ENOTEMPTY') return false;
    throw error;
  }
}

export function list(key) {
  return orNull(fs.promises.readdir(fileOf(key)));
}

export async function copyAll(from, to, overwrite) {
  await fs.promises.cp(fileOf(from), fileOf(to), { recursive: true, force: overwrite });
}
