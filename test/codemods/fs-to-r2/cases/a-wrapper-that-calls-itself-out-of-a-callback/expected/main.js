const os = require('os');
const path = require('path');
const { load, loadStored } = require('./documents.js');
const files = require('./storage/files.js');

exports.settings = () => loadStored('data/kept/settings.json', 'data/kept/settings.spare.json');
exports.save = async (text, spare) => {
  await files.makeFolder('data/kept', { recursive: true });
  await files.put('data/kept/settings.json', text);
  await files.put('data/kept/settings.spare.json', spare);
};
exports.draft = () => load(path.join(os.tmpdir(), 'draft.txt'), path.join(os.tmpdir(), 'spare.txt'));
