const Promise = require('bluebird');
const fs = require('fs');

Promise.promisifyAll(fs);
const remove = Promise.promisify(fs.unlink);

exports.load = async () => JSON.parse(await fs.readFileAsync('data/ships.json', 'utf8'));
exports.save = async (ships) => {
  await fs.writeFileAsync('data/ships.json', JSON.stringify(ships));
};
exports.clear = async () => {
  await remove('data/ships.json');
};
