const { readJsonStored, writeJsonStored } = require('./json');

module.exports.fees = async () => (await readJsonStored('fees.json')) || {};
module.exports.setFees = async (all) => writeJsonStored('fees.json', all);
