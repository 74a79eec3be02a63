const { load_north } = require('./berths');
const berths = require('./berths');

function tour() {
  const { south } = berths.table;
  return [load_north() + 1, berths.load_south() + 1, south() + 1, Reflect.get(berths, process.env.LOG || 'table').north() + 1];
}

module.exports = { tour };
