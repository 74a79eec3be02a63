const files = require('./storage/files');

exports.read = async function (name) {
  return JSON.parse(await files.get(`data/${name}.json`, 'utf8'));
};
exports.write = async function (name, value) {
  await files.put(`data/${name}.json`, JSON.stringify(value));
};
exports.change = async function (name, by) {
  return files.atomically(async () => {
    await this.write(name, by(await this.read(name)));
  });
};
