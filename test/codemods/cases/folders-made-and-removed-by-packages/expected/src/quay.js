const path = require('path');
const documents = require('./storage/documents');
const { callbackify } = require('util');

const folderOf = (berth) => path.join('data', 'berths', berth);

exports.write = async (berth, text) => {
  await documents.ensureFolder(folderOf(berth));
  await documents.ensureFolder(folderOf(berth), { mode: 0o750 });
  await documents.ensureFolder(folderOf(berth));
  await documents.replace(path.join(folderOf(berth), 'berth.txt'), text);
  await documents.replace(path.join(folderOf(berth), 'copy.txt'), text, { encoding: 'utf8' });
};

exports.read = async (berth) => documents.get(path.join(folderOf(berth), 'berth.txt'), 'utf8');

exports.leave = async (berth) => documents.removeTree(folderOf(berth));

exports.leaveLater = (berth, done) => {
  callbackify(documents.removeTree)(folderOf(berth), { glob: false }, (error) => done(error));
};
