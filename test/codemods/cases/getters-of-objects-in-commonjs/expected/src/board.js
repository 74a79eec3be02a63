'use strict'
const store = require('./store')

exports.save = async tides => store.save(tides)

exports.show = async function () {
  const upper = await Promise.all((await store.all()).map(async tide => tide.toUpperCase() + (await store.all()).length))
  return upper.join(' ') + (await store.first())
}
