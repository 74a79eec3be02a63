const fs = require('fs');
const { promisify } = require('util');

const readFile = promisify(fs.readFile);
const writeFile = promisify(fs.writeFile);

exports.loadWinds = async () => JSON.parse(await readFile('data/winds.json', 'utf8'));
exports.saveWinds = (winds) => writeFile('data/winds.json', JSON.stringify(winds));
