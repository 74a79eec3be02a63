// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');

// The whole path, wherever it leads.
function keyOf(file) {
  return path.resolve(file).split(path.sep).join('/');
}

const fileOf = (key) => key;

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
  return orNull(fs.promises.readFile(fileOf(key)));
}

async function put(key, data) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data));
}

async function has(key) {
  return fs.existsSync(fileOf(key));
}

async function remove(key) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
}

async function rename(from, to) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}

async function copy(from, to) {
  return (await orNull(atOnce(() => fs.copyFileSync(fileOf(from), fileOf(to))))) !== null;
}

function stat(key) {
  return orNull(fs.promises.stat(fileOf(key)));
}

function send(_keyOf, response, file, options, done) {
  response.sendFile(file, options, done);
}

module.exports = { keyOf, get, put, has, remove, rename, copy, stat, send };
