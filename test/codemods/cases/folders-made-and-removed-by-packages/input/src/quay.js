const fs = require('fs');
const path = require('path');
const mkdirp = require('mkdirp');
const rimraf = require('rimraf');
const makeDir = require('make-dir');
const writeFileAtomic = require('write-file-atomic');

const folderOf = (berth) => path.join('data', 'berths', berth);

exports.write = async (berth, text) => {
  await mkdirp(folderOf(berth));
  mkdirp.sync(folderOf(berth), { mode: 0o750 });
  await makeDir(folderOf(berth));
  await writeFileAtomic(path.join(folderOf(berth), 'berth.txt'), text);
  writeFileAtomic.sync(path.join(folderOf(berth), 'copy.txt'), text, { encoding: 'utf8' });
};

exports.read = (berth) => fs.readFileSync(path.join(folderOf(berth), 'berth.txt'), 'utf8');

exports.leave = (berth) => rimraf.sync(folderOf(berth));

exports.leaveLater = (berth, done) => {
  rimraf(folderOf(berth), { glob: false }, (error) => done(error));
};
