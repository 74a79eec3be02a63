// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');

const folder = 'uploads/papers';

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

async function remove(key) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
}

function makeFolderSync(key, options) {
  return fs.mkdirSync(fileOf(key), options);
}

function readStream(key, options, _missing) {
  return fs.createReadStream(fileOf(key), options);
}

function writeStream(key, options) {
  return fs.createWriteStream(fileOf(key), options);
}

// A disk keeps what it is told without delay: the form is left as it is.
function incoming(listener) {
  return listener;
}

module.exports = { folder, remove, makeFolderSync, readStream, writeStream, incoming };
