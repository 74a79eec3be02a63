const fs = require('fs');
const path = require('path');

/** Ships of one harbour. */
function Store(name, { reversed = false } = {}) {
  this.place = path.join('data', `${name}.txt`);
  this.given = arguments.length;
  if (!fs.existsSync(this.place)) {
    this.ships = [];
    return;
  }
  this.ships = fs.readFileSync(this.place, 'utf8').split('\n');
  if (reversed) this.ships.reverse();
}

Store.prototype.first = function () {
  return this.ships[0];
};

Store.prototype.add = function (ship) {
  this.ships.push(ship);
  fs.writeFileSync(this.place, this.ships.join('\n'));
};

Store.read = (name) => new Store(name).ships;

module.exports = Store;
