'use strict'
const store = require('./store')

exports.save = tides => store.save(tides)

exports.show = function () {
  const upper = store.all.map(tide => tide.toUpperCase() + store.all.length)
  return upper.join(' ') + store.first()
}
