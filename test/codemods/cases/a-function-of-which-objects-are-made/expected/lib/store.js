const path = require('path');
const documents = require('./storage/documents');

/** Ships of one harbour. */
async function initialiseStore(name, { reversed = false } = {}) {
  this.place = path.join('data', `${name}.txt`);
  this.given = arguments.length;
  const text = await documents.getOrNone(this.place, 'utf8');
  if (text === null) {
    this.ships = [];
    return;
  }
  this.ships = text.split('\n');
  if (reversed) this.ships.reverse();
}

function Store() {}

Store.create = async (...given) => {
  const made = new Store();
  await initialiseStore.apply(made, given);
  return made;
};

Store.prototype.first = function () {
  return this.ships[0];
};

Store.prototype.add = async function (ship) {
  this.ships.push(ship);
  await documents.put(this.place, this.ships.join('\n'));
};

Store.read = async (name) => (await Store.create(name)).ships;

module.exports = Store;
