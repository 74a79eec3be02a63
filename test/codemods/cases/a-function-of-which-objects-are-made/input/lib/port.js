const Store = require('./store');

exports.open = (name, options) => new Store(name, options);
exports.isStore = (thing) => thing instanceof Store;
exports.ships = (name) => Store.read(name);
exports.firsts = (names) => names.map((name) => new Store(name).first());
