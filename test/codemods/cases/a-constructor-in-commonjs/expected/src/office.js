'use strict';
const Port = require('./port');

exports.text = async function text(name) {
	var port = await Port.create(name);
	return port.loud() + '!';
};
exports.save = Port.save;
