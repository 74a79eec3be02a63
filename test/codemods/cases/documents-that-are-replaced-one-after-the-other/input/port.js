const fs = require('fs');
const writeFileAtomic = require('write-file-atomic');

exports.load = () => fs.promises.readFile('data/ships.json', 'utf8');
exports.save = (ships) => writeFileAtomic('data/ships.json', ships);
