const Promise = require('bluebird');
const fs = require('fs');
const documents = require('./storage/documents');

Promise.promisifyAll(fs);

exports.load = async () => JSON.parse(await documents.get('data/ships.json', 'utf8'));
exports.save = async (ships) => {
  await documents.put('data/ships.json', JSON.stringify(ships));
};
exports.clear = async () => {
  await documents.remove('data/ships.json');
};
