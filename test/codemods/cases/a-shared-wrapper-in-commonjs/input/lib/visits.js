const json = require('./json');

module.exports.visits = () => json.readJson('visits.json') || [];
module.exports.setVisits = (all) => json.writeJson('visits.json', all);
