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

export async function put(key, data, mode) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data, { mode }));
}

export async function truncate(key, length) {
  return (await orNull(fs.promises.truncate(fileOf(key), length))) !== null;
}

export function stat(key) {
  return orNull(fs.promises.stat(fileOf(key)));
}

export function lstat(key) {
  return orNull(fs.promises.lstat(fileOf(key)));
}

export function realPath(key) {
  return orNull(fs.promises.realpath(fileOf(key)));
}

export async function changeMode(key, mode) {
  return (await orNull(fs.promises.chmod(fileOf(key), mode))) !== null;
}

export async function changeOwner(key, owner, group) {
  return (await orNull(fs.promises.chown(fileOf(key), owner, group))) !== null;
}

export async function changeTimes(key, accessed, changed) {
  return (await orNull(fs.promises.utimes(fileOf(key), accessed, changed))) !== null;
}
