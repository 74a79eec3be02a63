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

export async function put(key, data) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

export async function removeAll(key) {
  return (await orNull(atOnce(() => fs.rmSync(fileOf(key), { recursive: true })))) !== null;
}

export function list(key) {
  return orNull(fs.promises.readdir(fileOf(key)));
}

export async function rename(from, to) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}

export async function copyAll(from, to, overwrite) {
  await atOnce(() => fs.cpSync(fileOf(from), fileOf(to), { recursive: true, force: overwrite }));
}

export function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options);
}

export function makeFolderSync(key, options) {
  return fs.mkdirSync(fileOf(key), options);
}
