// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';
import { AsyncLocalStorage } from 'node:async_hooks';
import multer from 'multer';

export const folder = `${process.env.DATA_DIR || 'data'}/portraits`;

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

const step = new AsyncLocalStorage();
let last = Promise.resolve();

// One after the other, as it was while nothing waited; what changes a document waits for its turn too.
export function atomically(work) {
  if (step.getStore()) return work();
  const turn = last.then(() => step.run(true, work));
  last = turn.catch(() => {});
  return turn;
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

export function remove(key) {
  return atomically(async () => {
    return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
  });
}

export function list(key) {
  return orNull(fs.promises.readdir(fileOf(key)));
}

export function rename(from, to) {
  return atomically(async () => {
    return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
  });
}

export function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options);
}

export function send(_keyOf, response, file, options, done) {
  response.sendFile(file, options, done);
}

export function uploads(_keyOf, options) {
  return multer.diskStorage(options);
}
