'use strict';
const Port = require('./port');

exports.text = function text(name) {
	var port = new Port(name);
	return port.text + '!';
};
exports.save = Port.save;
