const fs = require('fs');
const os = require('os');
const path = require('path');
const { load } = require('./documents.js');

exports.settings = () => load('data/kept/settings.json', 'data/kept/settings.spare.json');
exports.save = (text, spare) => {
  fs.mkdirSync('data/kept', { recursive: true });
  fs.writeFileSync('data/kept/settings.json', text);
  fs.writeFileSync('data/kept/settings.spare.json', spare);
};
exports.draft = () => load(path.join(os.tmpdir(), 'draft.txt'), path.join(os.tmpdir(), 'spare.txt'));
