const Table = require('./table');
const documents = require('./storage/documents');

const save = async (value) => documents.put('data/tides.json', JSON.stringify(value));

class Tides extends Table {
  async rows() {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'));
  }
}

const longest = async (kind) => (kind === 'tides' ? new Tides() : new Table()).longest();

module.exports = { save, longest };
