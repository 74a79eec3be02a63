exports.depth = depth;
const ship = require('./ship');
const documents = require('./storage/documents');

async function depth(name, left) {
  return left === 0 ? JSON.parse(await documents.get(`data/${name}.json`, 'utf8')).n : (await ship.below(name, left - 1)) + 1;
}
exports.save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));
