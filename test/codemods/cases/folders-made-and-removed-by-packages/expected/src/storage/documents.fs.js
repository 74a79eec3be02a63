// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');
const { randomUUID } = require('node:crypto');

const folder = 'data/berths';

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

function get(key) {
  return orNull(atOnce(() => fs.readFileSync(fileOf(key))));
}

// Beside it first, under a name of its own: a crash leaves the old or the new.
async function replace(key, data) {
  const draft = `${fileOf(key)}.${randomUUID()}`;
  const before = await orNull(fs.promises.stat(fileOf(key)));
  try {
    await fs.promises.writeFile(draft, data, { mode: before?.mode });
    await fs.promises.rename(draft, fileOf(key));
  } catch (error) {
    await fs.promises.rm(draft, { force: true });
    throw error;
  }
}

async function removeAll(key) {
  return (await orNull(atOnce(() => fs.rmSync(fileOf(key), { recursive: true })))) !== null;
}

function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options);
}

module.exports = { folder, get, replace, removeAll, makeFolder };
