const Store = require('./store');

exports.open = async (name, options) => Store.create(name, options);
exports.isStore = (thing) => thing instanceof Store;
exports.ships = async (name) => Store.read(name);
exports.firsts = async (names) => Promise.all(names.map(async (name) => (await Store.create(name)).first()));
