const { inputs } = require('./inputs');
const files = require('./storage/files');

class Client {
  async connect(to) {
    await files.put('data/net.json', JSON.stringify({ to }));
  }

  async current() {
    return files.get('data/net.json', 'utf8');
  }

  async line(name, to) {
    const plugin = inputs[name];
    if (plugin) {
      await plugin.input.apply(this, [to]);
    }
  }
}

module.exports = { Client };
