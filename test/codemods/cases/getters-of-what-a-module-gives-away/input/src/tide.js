'use strict';
const fs = require('fs');

module.exports = class Tide {
  static get height() {
    return Number(fs.readFileSync('data/tide.txt', 'utf8'));
  }

  static set(height) {
    fs.writeFileSync('data/tide.txt', String(height));
  }
};
