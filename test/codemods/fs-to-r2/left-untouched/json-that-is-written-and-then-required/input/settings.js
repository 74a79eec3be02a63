const fs = require('fs');
const path = require('path');

const FILE = path.join(__dirname, 'data', 'settings.json');

exports.load = () => require(FILE);

exports.save = (settings) => fs.writeFileSync(FILE, JSON.stringify(settings));
exports.size = () => fs.readFileSync(FILE).length;
