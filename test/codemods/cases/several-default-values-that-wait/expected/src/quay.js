'use strict';
const documents = require('./storage/documents');

class Quay {
  async _data() {
    return JSON.parse(await documents.get('data/quay.json', 'utf8'));
  }

  async names(data) {
    if (data === undefined) data = await this._data();
    return Object.keys(data);
  }

  async lines(data, names, mark = '-', more = []) {
    if (data === undefined) data = await this._data();
    if (names === undefined) names = await this.names(data);
    return [...names.map((name) => `${mark} ${name}: ${data[name]}`), ...more];
  }

  async longest(names) { if (names === undefined) names = await this.names(); return names.reduce((most, name) => Math.max(most, name.length), 0); }
}

const quay = new Quay();

exports.save = async (value) => documents.put('data/quay.json', JSON.stringify(value));
exports.lines = async (...given) => quay.lines(...given);
exports.longest = async () => quay.longest();
