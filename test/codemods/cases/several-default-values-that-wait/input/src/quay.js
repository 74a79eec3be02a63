'use strict';
const fs = require('fs');

class Quay {
  get _data() {
    return JSON.parse(fs.readFileSync('data/quay.json', 'utf8'));
  }

  names(data = this._data) {
    return Object.keys(data);
  }

  lines(data = this._data, names = this.names(data), mark = '-', more = []) {
    return [...names.map((name) => `${mark} ${name}: ${data[name]}`), ...more];
  }

  longest(names = this.names()) { return names.reduce((most, name) => Math.max(most, name.length), 0); }
}

const quay = new Quay();

exports.save = (value) => fs.writeFileSync('data/quay.json', JSON.stringify(value));
exports.lines = (...given) => quay.lines(...given);
exports.longest = () => quay.longest();
