'use strict';
const documents = require('./storage/documents');

class Tide {
	static get file() {
		return 'data/tide.json';
	}

	static async current() {
		const {file} = this;
		return JSON.parse(await documents.get('data/tide.json', 'utf8'));
	}

	static async set(tide) {
		await documents.put(Tide.file, JSON.stringify(tide));
	}
}

module.exports = { Tide };
