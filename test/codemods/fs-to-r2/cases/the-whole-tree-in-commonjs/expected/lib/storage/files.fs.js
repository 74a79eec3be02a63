// Keeps the documents as files, as the app always did: everywhere but on Workers.
const fs = require('node:fs')
const path = require('node:path')

const folder = 'data'

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

// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce(work) {
  return work()
}

// Whatever keeps exists from seeing it is no error.
async function getOrNone(key) {
  try {
    return await orNull(atOnce(() => fs.readFileSync(fileOf(key))))
  } catch (error) {
    if (fs.existsSync(fileOf(key))) throw error
    return null
  }
}

async function put(key, data) {
  await atOnce(() => fs.writeFileSync(fileOf(key), data))
}

async function remove(key) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null
}

async function copy(from, to) {
  return (await orNull(atOnce(() => fs.copyFileSync(fileOf(from), fileOf(to))))) !== null
}

function stat(key) {
  return orNull(fs.promises.stat(fileOf(key)))
}

module.exports = { folder, getOrNone, put, remove, copy, stat }
