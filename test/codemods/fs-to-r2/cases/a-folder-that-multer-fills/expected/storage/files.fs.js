// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';
import multer from 'multer';

export const folder = 'uploads';

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

export function list(key) {
  return orNull(fs.promises.readdir(fileOf(key)));
}

export async function rename(from, to) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}

export function uploads(_keyOf, options) {
  return multer.diskStorage(options);
}
