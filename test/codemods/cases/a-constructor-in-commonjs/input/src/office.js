'use strict';
const Port = require('./port');

exports.text = function text(name) {
	var port = new Port(name);
	return port.loud() + '!';
};
exports.save = Port.save;
