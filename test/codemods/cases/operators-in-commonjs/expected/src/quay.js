const documents = require('./storage/documents');

async function load(name) {
  return JSON.parse(await documents.get('data/' + name + '.json', 'utf8'));
}

exports.save = async function save(name, value) {
  await documents.put('data/' + name + '.json', JSON.stringify(value));
};

exports.sum = async function () {
  var first = await load('a'), second = await load('b');
  return first.n + second.n + ((await load('a')).n || 0);
};
exports.pick = async function (name) { return name in {} ? null : (await load(name)) && (await load(name)).list; };
exports.each = async function (names) {
  var out = [];
  for (const [i, name] of names.entries()) {
    out.push(i + ':' + (await load(name)).n);
  }
  return out.join();
};
