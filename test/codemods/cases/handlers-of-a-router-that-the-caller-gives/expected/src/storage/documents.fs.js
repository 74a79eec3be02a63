// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');

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

function get(key) {
  return orNull(fs.promises.readFile(fileOf(key)));
}

async function put(key, data) {
  await fs.promises.writeFile(fileOf(key), data);
}

module.exports = { folder, get, put };
