const { EventEmitter } = require('events');
const files = require('./storage/files');

const shelf = module.exports = new EventEmitter();

shelf.notes = async () => JSON.parse(await files.get('data/notes.json', 'utf8'));
shelf.note = async function (text) {
  await files.put('data/notes.json', JSON.stringify([text]));
  this.emit('noted', text);
};
