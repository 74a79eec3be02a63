const fs = require('fs');

exports.read = function (name) {
  return JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
};
exports.write = function (name, value) {
  fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));
};
exports.change = function (name, by) {
  this.write(name, by(this.read(name)));
};
