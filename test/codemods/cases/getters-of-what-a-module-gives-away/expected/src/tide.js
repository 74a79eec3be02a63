'use strict';
const documents = require('./storage/documents');

module.exports = class Tide {
  static async height() {
    return Number(await documents.get('data/tide.txt', 'utf8'));
  }

  static async set(height) {
    await documents.put('data/tide.txt', String(height));
  }
};
