const fs = require('fs-extra');

// With a callback, and by a promise, under one name.
exports.read = (name) => new Promise((resolve) => {
  fs.readFile(`data/quay/${name}.txt`, 'utf8', function (error, text) {
    resolve(error ? error.code : text);
  });
});
exports.move = (from, to, done) => {
  fs.rename(`data/quay/${from}.txt`, `data/quay/${to}.txt`, (error) => done(error?.code ?? 'moved'));
};
exports.write = async (name, text) => {
  await fs.ensureDir('data/quay');
  await fs.writeFile(`data/quay/${name}.txt`, text, 'utf8');
};
