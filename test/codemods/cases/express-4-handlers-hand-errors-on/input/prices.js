const fs = require('fs');
const path = require('path');

const file = path.join(__dirname, 'data', 'prices.json');

exports.load = () => JSON.parse(fs.readFileSync(file, 'utf8'));
exports.save = (prices) => fs.writeFileSync(file, JSON.stringify(prices));
