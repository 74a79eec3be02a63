const files = require('./storage/files');
const gauges = exports;

gauges.of = async (port) => JSON.parse(await files.get(`data/gauges/${port}.json`, 'utf8'));
gauges.set = async (port, gauge) => files.put(`data/gauges/${port}.json`, JSON.stringify(gauge));
