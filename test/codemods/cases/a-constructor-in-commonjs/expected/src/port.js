'use strict';
const documents = require('./storage/documents');

class Port {
	async initialise(name) {
		this.name = name;
		this.loud = () => {
			return this.text.toUpperCase();
		};
		this.text = await documents.get('data/' + name + '.port.txt', 'utf8');
	}

	static async create(...given) {
		const made = new this();
		await made.initialise(...given);
		return made;
	}
}

module.exports = Port;
module.exports.save = async function save(name, text) {
	await documents.put('data/' + name + '.port.txt', text);
};
