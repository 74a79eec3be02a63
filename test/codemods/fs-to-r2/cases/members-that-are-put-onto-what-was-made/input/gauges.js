const fs = require('fs');
const gauges = exports;

gauges.of = (port) => JSON.parse(fs.readFileSync(`data/gauges/${port}.json`, 'utf8'));
gauges.set = (port, gauge) => fs.writeFileSync(`data/gauges/${port}.json`, JSON.stringify(gauge));
