const path = require('path');
const files = require('./storage/files');

const fileOf = (name) => path.join('data/berths', `${name}.json`);
const read = async (name) => JSON.parse(await files.get(fileOf(name), 'utf8'));

for (const name of ['north', 'south']) exports[`load_${name}`] = async () => (await read(name)).length;

exports.add = async (name, line) => {
  return files.atomically(async () => {
    await files.makeFolder('data/berths', { recursive: true });
    await files.put(fileOf(name), JSON.stringify([...((await files.has(fileOf(name))) ? await read(name) : []), line]));
  });
};

exports.table = {};
for (const name of ['north', 'south']) exports.table[name] = async () => (await read(name)).length;
