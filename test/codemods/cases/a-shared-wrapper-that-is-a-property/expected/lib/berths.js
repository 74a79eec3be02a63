const files = require('./files');

exports.load = async () => files.readJsonStored('data/berths.json');
exports.save = async (berths) => files.writeJson('data/berths.json', berths);
exports.defaults = () => files.readJson('assets/defaults.json');
