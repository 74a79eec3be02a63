'use strict'
const fs = require('fs')

const store = {
  file: 'data/tides.json',
  get tides () {
    return JSON.parse(fs.readFileSync(this.file, 'utf8'))
  },
  get first () {
    return this.tides[0]
  }
}

module.exports = {
  get all () {
    return store.tides
  },
  first: () => store.first,
  save (tides) {
    fs.writeFileSync('data/tides.json', JSON.stringify(tides))
  }
}
