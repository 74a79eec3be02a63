'use strict'
const path = require('path')
const files = require('./storage/files')

async function load (name) {
  const file = path.join('data', name + '.eml')
  const bytes = await files.getOrNone(file)
  if (bytes === null) return null
  return { bytes: bytes, size: (await files.stat(file)).size }
}

async function store (name, bytes) {
  await files.put(path.join('data', name + '.eml'), bytes)
}

async function archive (name) {
  await files.copy(path.join('data', name + '.eml'), path.join('data', name + '.old.eml'))
  await files.remove(path.join('data', name + '.eml'))
}

module.exports = { load, store, archive }
