const names = ['ships', 'quays'];
const available = {};
for (const name of names) {
  available[name] = require('./' + name);
}

module.exports = available;
