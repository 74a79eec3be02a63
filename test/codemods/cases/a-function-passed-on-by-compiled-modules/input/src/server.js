module.exports = require('./quay');
