const index_1 = require('./index');

class Quay {
  open(name) {
    return (0, index_1.load)(name).n;
  }

  close(name, n) {
    (0, index_1.save)(name, { n });
    return n;
  }
}
module.exports = Quay;
