const fs = require('fs');
const path = require('path');

const fileOf = (name) => path.join('data/berths', `${name}.json`);
const read = (name) => JSON.parse(fs.readFileSync(fileOf(name), 'utf8'));

for (const name of ['north', 'south']) exports[`load_${name}`] = () => read(name).length;

exports.add = (name, line) => {
  fs.mkdirSync('data/berths', { recursive: true });
  fs.writeFileSync(fileOf(name), JSON.stringify([...(fs.existsSync(fileOf(name)) ? read(name) : []), line]));
};

exports.table = {};
for (const name of ['north', 'south']) exports.table[name] = () => read(name).length;
