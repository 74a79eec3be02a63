import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

mkdirSync('data/berths', { recursive: true });
mkdirSync('src/node_modules/lodash', { recursive: true });
// What lodash does with nothing, with texts and with objects, and where it stops.
writeFileSync('src/node_modules/lodash/index.js', `
const pairs = (list) => (list == null ? [] : typeof list === 'string' || Array.isArray(list) ? [...list].map((item, i) => [item, i]) : Object.entries(list).map(([key, item]) => [item, key]));
const turnsOf = (turn) => (typeof turn === 'string' ? (item) => item[turn] : turn ?? ((item) => item));
exports.map = (list, turn) => pairs(list).map(([item, key]) => turnsOf(turn)(item, key, list));
exports.flatMap = (list, turn) => exports.map(list, turn).flat();
exports.filter = (list, turn) => pairs(list).filter(([item, key]) => turn(item, key, list)).map(([item]) => item);
exports.find = (list, turn) => pairs(list).find(([item, key]) => turn(item, key, list))?.[0];
exports.some = (list, turn) => pairs(list).some(([item, key]) => turn(item, key, list));
exports.every = (list, turn) => pairs(list).every(([item, key]) => turn(item, key, list));
exports.slice = (list) => (list?.length ? [...list] : []);
exports.findIndex = (list, turn) => exports.slice(list).findIndex((item, i) => turn(item, i, list));
exports.reduce = (list, turn, first) => pairs(list).reduce((value, [item, key]) => turn(value, item, key, list), first);
exports.sortBy = (list, turn) => exports.map(list).map((item) => ({ item, key: turnsOf(turn)(item) })).sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ item }) => item);
exports.each = exports.forEach = (list, turn) => { for (const [item, key] of pairs(list)) if (turn(item, key, list) === false) break; return list; };
`);
const berths = createRequire(import.meta.url)('./src/berths.js');
for (const [name, ship] of [['a', 'Zephyr'], ['b', ''], ['c', 'Argo']]) await berths.take(name, ship);

for (const names of [['a', 'b', 'c'], ['c', 'a'], [], null, undefined, { one: 'c', two: 'b' }, 'ab']) {
  for (const ask of ['firstFree', 'firstNamed', 'free', 'isFull', 'isEmpty', 'place', 'ships', 'byShip', 'all', 'letters', 'upToFree']) console.log(ask, JSON.stringify(await berths[ask](names)));
}
console.log(await berths.moor(['Argo', 'Zephyr']), await berths.moor(null), await berths.mooredLast({ one: 'Argo', two: 'Zephyr' }));
console.log(await berths.ofTwo());
await berths.tell((line) => console.log(line));
console.log(await berths.clear({ one: 'c', two: 'b' }), await berths.ships(['a', 'b', 'c']));
