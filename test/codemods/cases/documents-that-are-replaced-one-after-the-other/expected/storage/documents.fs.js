// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');
const { randomUUID } = require('node:crypto');

const folder = 'data';

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

const replacing = new Map();

function get(key) {
  return orNull(fs.promises.readFile(fileOf(key)));
}

// Beside what it is, or leads to, under a name of its own: a crash leaves the old or the new. Those of one document go one after the other.
function replace(key, data) {
  const turn = (replacing.get(key) ?? Promise.resolve()).then(() => replaceNow(key, data));
  const done = turn.catch(() => {}).then(() => {
    if (replacing.get(key) === done) replacing.delete(key);
  });
  replacing.set(key, done);
  return turn;
}

async function replaceNow(key, data) {
  const file = (await orNull(fs.promises.realpath(fileOf(key)))) ?? fileOf(key);
  const draft = `${file}.${randomUUID()}`;
  const before = await orNull(fs.promises.stat(file));
  try {
    await fs.promises.writeFile(draft, data, { mode: before?.mode });
    await fs.promises.rename(draft, file);
  } catch (error) {
    await fs.promises.rm(draft, { force: true });
    throw error;
  }
}

module.exports = { folder, get, replace };
