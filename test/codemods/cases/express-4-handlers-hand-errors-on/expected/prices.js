const path = require('path');
const documents = require('./storage/documents');

const file = path.join(__dirname, 'data', 'prices.json');

exports.load = async () => JSON.parse(await documents.get(file, 'utf8'));
exports.save = async (prices) => documents.put(file, JSON.stringify(prices));
