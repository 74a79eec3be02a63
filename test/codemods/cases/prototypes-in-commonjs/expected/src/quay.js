const documents = require('./storage/documents');

async function load(name) {
  return JSON.parse(await documents.get('data/' + name + '.json', 'utf8'));
}

exports.save = async function save(name, value) {
  await documents.put('data/' + name + '.json', JSON.stringify(value));
};

function Desk(name) {
  this.name = name;
}
Desk.prototype.read = async function () {
  return (await load(this.name)).n;
};
Desk.prototype.describe = async function describe() {
  var self = this;
  return Promise.all([1, 2].map(async function (times) { return (await self.read()) * times; }));
};
exports.describe = async function (name) { return new Desk(name).describe(); };
