const fs = require('fs');

function load(name) {
  return JSON.parse(fs.readFileSync('data/' + name + '.json', 'utf8'));
}

exports.save = function save(name, value) {
  fs.writeFileSync('data/' + name + '.json', JSON.stringify(value));
};

exports.sum = function () {
  var first = load('a'), second = load('b');
  return first.n + second.n + (load('a').n || 0);
};
exports.pick = function (name) { return name in {} ? null : load(name) && load(name).list; };
exports.each = function (names) {
  var out = [];
  names.forEach(function (name, i) {
    out.push(i + ':' + load(name).n);
  });
  return out.join();
};
