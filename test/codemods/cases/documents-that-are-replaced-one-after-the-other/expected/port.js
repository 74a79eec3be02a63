const documents = require('./storage/documents');

exports.load = () => documents.get('data/ships.json', 'utf8');
exports.save = (ships) => documents.replace('data/ships.json', ships);
