'use strict';
const fs = require('fs');

class Port {
	constructor(name) {
		this.name = name;
		this.loud = () => {
			return this.text.toUpperCase();
		};
		this.text = fs.readFileSync('data/' + name + '.port.txt', 'utf8');
	}
}

module.exports = Port;
module.exports.save = function save(name, text) {
	fs.writeFileSync('data/' + name + '.port.txt', text);
};
