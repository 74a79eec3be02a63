const documents = require('./storage/documents');

async function load(name) {
  return JSON.parse(await documents.get('data/' + name + '.json', 'utf8'));
}

exports.save = async function save(name, value) {
  await documents.put('data/' + name + '.json', JSON.stringify(value));
};

exports.n = async function (name) { return (await load(name)).n; };
