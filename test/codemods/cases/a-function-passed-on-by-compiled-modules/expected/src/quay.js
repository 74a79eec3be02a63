const index_1 = require('./index');

class Quay {
  async open(name) {
    return (await (0, index_1.load)(name)).n;
  }

  async close(name, n) {
    await (0, index_1.save)(name, { n });
    return n;
  }
}
module.exports = Quay;
