const fs = require('fs');

function load(name) {
  return JSON.parse(fs.readFileSync('data/' + name + '.json', 'utf8'));
}

exports.save = function save(name, value) {
  fs.writeFileSync('data/' + name + '.json', JSON.stringify(value));
};

exports.n = function (name) { return load(name).n; };
