const documents = require('./storage/documents');

exports.loadWinds = async () => JSON.parse(await documents.get('data/winds.json', 'utf8'));
exports.saveWinds = (winds) => documents.put('data/winds.json', JSON.stringify(winds));
