const fs = require('fs');
const { inputs } = require('./inputs');

class Client {
  connect(to) {
    fs.writeFileSync('data/net.json', JSON.stringify({ to }));
  }

  current() {
    return fs.readFileSync('data/net.json', 'utf8');
  }

  line(name, to) {
    const plugin = inputs[name];
    if (plugin) {
      plugin.input.apply(this, [to]);
    }
  }
}

module.exports = { Client };
