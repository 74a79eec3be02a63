exports.depth = depth;
const fs = require('node:fs');
const ship = require('./ship');

function depth(name, left) {
  return left === 0 ? JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8')).n : ship.below(name, left - 1) + 1;
}
exports.save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));
