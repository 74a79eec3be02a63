const fs = require('fs');
const documents = require('./storage/documents');

module.exports = {
  /** The value in a file. */
  readJson: function (file) {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  },

  // readJson for documents that live in storage.
  readJsonStored: async function (file) {
    return JSON.parse(await documents.get(file, 'utf8'));
  },
  writeJson: async (file, value) => documents.put(file, JSON.stringify(value))
};
