'use strict'
const fs = require('fs')
const path = require('path')

function load (name) {
  const file = path.join('data', name + '.eml')
  if (!fs.existsSync(file)) return null
  return { bytes: fs.readFileSync(file), size: fs.statSync(file).size }
}

function store (name, bytes) {
  fs.writeFileSync(path.join('data', name + '.eml'), bytes)
}

function archive (name) {
  fs.copyFileSync(path.join('data', name + '.eml'), path.join('data', name + '.old.eml'))
  fs.unlinkSync(path.join('data', name + '.eml'))
}

module.exports = { load, store, archive }
