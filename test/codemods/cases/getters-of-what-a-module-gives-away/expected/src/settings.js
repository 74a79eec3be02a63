'use strict';
const documents = require('./storage/documents');

class Settings {
  async all() {
    return JSON.parse(await documents.get('data/settings.json', 'utf8'));
  }

  async save(value) {
    await documents.put('data/settings.json', JSON.stringify(value));
  }
}

module.exports = new Settings();
