const { readJson, writeJson } = require('./json');

module.exports.fees = () => readJson('fees.json') || {};
module.exports.setFees = (all) => writeJson('fees.json', all);
