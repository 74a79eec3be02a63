const { execFile } = require('node:child_process');
const documents = require('./storage/documents');

const load = async () => documents.get('data/list.txt', 'utf8');

exports.save = async (text) => documents.put('data/list.txt', text);

exports.run = function run(done) {
  execFile(process.execPath, ['--version'], async (error, stdout) => {
    if (error) return done(error);
    done(null, `${await load()} ${stdout[0]}`);
  });
};

exports.defer = (done) => process.nextTick(async () => done(await load()));
