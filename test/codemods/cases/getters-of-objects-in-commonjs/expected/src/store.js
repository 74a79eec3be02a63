'use strict'
const documents = require('./storage/documents')

const store = {
  file: 'data/tides.json',
  async tides () {
    return JSON.parse(await documents.get(this.file, 'utf8'))
  },
  async first () {
    return (await this.tides())[0]
  }
}

module.exports = {
  async all () {
    return store.tides()
  },
  first: async () => store.first(),
  async save (tides) {
    await documents.put('data/tides.json', JSON.stringify(tides))
  }
}
