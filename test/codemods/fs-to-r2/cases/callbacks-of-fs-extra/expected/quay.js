const files = require('./storage/files');
const { callbackify } = require('node:util');

// With a callback, and by a promise, under one name.
exports.read = (name) => new Promise((resolve) => {
  callbackify(files.get)(`data/quay/${name}.txt`, 'utf8', function (error, text) {
    resolve(error ? error.code : text);
  });
});
exports.move = (from, to, done) => {
  callbackify(files.rename)(`data/quay/${from}.txt`, `data/quay/${to}.txt`, (error) => done(error?.code ?? 'moved'));
};
exports.write = async (name, text) => {
  await files.ensureFolder('data/quay');
  await files.put(`data/quay/${name}.txt`, text, 'utf8');
};
