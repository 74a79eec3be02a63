// Keeps the documents as files, as the app always did: everywhere but on Workers.
import fs from 'node:fs';
import path from 'node:path';
import { AsyncLocalStorage } from 'node:async_hooks';

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

export function put(key, data) {
  return atomically(async () => {
    await atOnce(() => fs.writeFileSync(fileOf(key), data));
  });
}

export async function has(key) {
  return fs.existsSync(fileOf(key));
}

export function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options);
}
