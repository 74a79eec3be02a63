const _ = require('lodash');
const { sortBy } = require('lodash');
const documents = require('./storage/documents');

const read = async (name) => documents.get(`data/berths/${name}.txt`, 'utf8');
const isFree = async (name) => (await read(name)) === '';

exports.take = async (name, ship) => documents.put(`data/berths/${name}.txt`, ship);

exports.firstFree = async (names) => (async () => { for (const name of _.map(names)) if (await isFree(name)) return name; return undefined; })();
exports.firstNamed = async (names) => (async () => { for (const item of _.map(names)) if (await isFree(item)) return item; return undefined; })();
exports.ofTwo = async () => (async () => { for (const item of ['a', 'b']) if (await isFree(item)) return item; return undefined; })();
exports.free = async (names) => (await Promise.all(_.map(names, async (item, index, list) => [item, await isFree(item, index, list)]))).filter(([, kept]) => kept).map(([item]) => item);
exports.isFull = async (names) => !(await (async () => { for (const name of _.map(names)) if (await isFree(name)) return true; return false; })());
exports.isEmpty = async (names) => (async () => { for (const item of _.map(names)) if (!(await (async function (name) {
  const ship = await read(name);
  return ship === '';
})(item))) return false; return true; })();
exports.place = async (names) => (async () => { for (const [index, name] of _.slice(names).entries()) if (await isFree(name)) return index; return -1; })();
exports.ships = async (names) => (await Promise.all(_.map(names, async (name) => read(name)))).join(', ');
exports.byShip = async (names) => _.map(_.sortBy(await Promise.all(_.map(names, async (item) => ({ item, key: await (async (name) => read(name))(item) }))), 'key'), 'item').join(', ');
exports.all = async (names) => _.reduce(names, async (previous, name) => { const text = await previous; return text + (await read(name)); }, '');
exports.letters = async (names) => (await Promise.all(_.map(names, async (name) => [...(await read(name))]))).flat();

exports.upToFree = async (names) => {
  const seen = [];
  for (const item of _.map(names)) if ((await (async (name) => {
    const ship = await read(name);
    if (ship === '') return false;
    seen.push(ship);
  })(item)) === false) break;
  return seen;
};

exports.clear = async (names) => {
  let cleared = 0;
  for (const name of _.map(names)) {
    if (await isFree(name)) continue;
    await exports.take(name, '');
    cleared++;
  }
  return cleared;
};

exports.moor = async (ships) => (async () => { const collected = []; for (const item of _.map(ships)) collected.push(await (async (ship) => {
  await exports.take('a', ship);
  return read('a');
})(item)); return collected; })();
exports.mooredLast = async (ships) => (async () => { const collected = []; for (const item of _.map(ships)) if (await (async (ship) => {
  await exports.take('a', ship);
  return (await read('a')) > 'B';
})(item)) collected.push(item); return collected; })();

exports.tell = async (say) => {
  const both = Object.keys({ a: 1, c: 2 });
  for (const [index2, item] of both.entries()) if ((await (async (name, index) => say(`${index + 1}. ${await read(name)}`))(item, index2)) === false) break;
};
