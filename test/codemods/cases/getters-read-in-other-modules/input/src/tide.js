'use strict';
const fs = require('fs');

class Tide {
	static get file() {
		return 'data/tide.json';
	}

	static get current() {
		const {file} = this;
		return JSON.parse(fs.readFileSync('data/tide.json', 'utf8'));
	}

	static set(tide) {
		fs.writeFileSync(Tide.file, JSON.stringify(tide));
	}
}

module.exports = { Tide };
