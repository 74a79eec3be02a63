const fs = require('fs');
const _ = require('lodash');
const { find, sortBy } = require('lodash');

const read = (name) => fs.readFileSync(`data/berths/${name}.txt`, 'utf8');
const isFree = (name) => read(name) === '';

exports.take = (name, ship) => fs.writeFileSync(`data/berths/${name}.txt`, ship);

exports.firstFree = (names) => _.find(names, (name) => isFree(name));
exports.firstNamed = (names) => _.find(names, isFree);
exports.ofTwo = () => find(['a', 'b'], isFree);
exports.free = (names) => _.filter(names, isFree);
exports.isFull = (names) => !_.some(names, (name) => isFree(name));
exports.isEmpty = (names) => _.every(names, function (name) {
  const ship = read(name);
  return ship === '';
});
exports.place = (names) => _.findIndex(names, (name) => isFree(name));
exports.ships = (names) => _.map(names, (name) => read(name)).join(', ');
exports.byShip = (names) => _.sortBy(names, (name) => read(name)).join(', ');
exports.all = (names) => _.reduce(names, (text, name) => text + read(name), '');
exports.letters = (names) => _.flatMap(names, (name) => [...read(name)]);

exports.upToFree = (names) => {
  const seen = [];
  _.each(names, (name) => {
    const ship = read(name);
    if (ship === '') return false;
    seen.push(ship);
  });
  return seen;
};

exports.clear = (names) => {
  let cleared = 0;
  _.forEach(names, (name) => {
    if (isFree(name)) return;
    exports.take(name, '');
    cleared++;
  });
  return cleared;
};

exports.moor = (ships) => _.map(ships, (ship) => {
  exports.take('a', ship);
  return read('a');
});
exports.mooredLast = (ships) => _.filter(ships, (ship) => {
  exports.take('a', ship);
  return read('a') > 'B';
});

exports.tell = (say) => {
  const both = Object.keys({ a: 1, c: 2 });
  _.each(both, (name, index) => say(`${index + 1}. ${read(name)}`));
};
