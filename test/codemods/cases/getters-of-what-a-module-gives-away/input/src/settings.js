'use strict';
const fs = require('fs');

class Settings {
  get all() {
    return JSON.parse(fs.readFileSync('data/settings.json', 'utf8'));
  }

  save(value) {
    fs.writeFileSync('data/settings.json', JSON.stringify(value));
  }
}

module.exports = new Settings();
