const files = require('./files');

exports.load = () => files.readJson('data/berths.json');
exports.save = (berths) => files.writeJson('data/berths.json', berths);
exports.defaults = () => files.readJson('assets/defaults.json');
