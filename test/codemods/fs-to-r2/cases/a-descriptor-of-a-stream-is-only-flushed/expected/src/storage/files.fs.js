// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs');
const path = require('node:path');

const folder = 'data/flows';

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

async function rename(from, to) {
    return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}

function writeStream(key, options) {
    return fs.createWriteStream(fileOf(key), options);
}

function flush(descriptor, done) {
    fs.fsync(descriptor, done);
}

function flushSync(descriptor) {
    fs.fsyncSync(descriptor);
}

module.exports = { folder, get, rename, writeStream, flush, flushSync };
