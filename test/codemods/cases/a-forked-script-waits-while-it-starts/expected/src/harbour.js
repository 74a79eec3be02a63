const { fork } = require('child_process');
const path = require('path');
const documents = require('./storage/documents');

exports.dock = async (names) => documents.put('data/ships.json', JSON.stringify(names));

exports.count = () => new Promise((resolve) => {
  fork(path.join(__dirname, 'count.js')).once('message', resolve);
});
