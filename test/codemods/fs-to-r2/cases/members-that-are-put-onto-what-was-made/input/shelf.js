const fs = require('fs');
const { EventEmitter } = require('events');

const shelf = module.exports = new EventEmitter();

shelf.notes = () => JSON.parse(fs.readFileSync('data/notes.json', 'utf8'));
shelf.note = function (text) {
  fs.writeFileSync('data/notes.json', JSON.stringify([text]));
  this.emit('noted', text);
};
