'use strict';
const fs = require('fs');

// Nothing is known at first.
if (!fs.existsSync('data/tides.json')) fs.writeFileSync('data/tides.json', '[]');

exports.read = () => JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));

exports.add = (tide) => {
	fs.writeFileSync('data/tides.json', JSON.stringify([tide]));
};
