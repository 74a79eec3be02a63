// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs')
const path = require('node:path')

const folder = 'data/tides'

const fileOf = (key) => path.join(folder, key)

// What is not there is null instead of an error.
async function orNull(work) {
  try {
    return await work
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function makeFolder(key, options) {
  return fs.promises.mkdir(fileOf(key), options)
}

function open(key, flags, mode) {
  return orNull(fs.promises.open(fileOf(key), flags, mode))
}

module.exports = { folder, makeFolder, open }
