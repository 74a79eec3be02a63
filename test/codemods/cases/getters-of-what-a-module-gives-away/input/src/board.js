'use strict';
const settings = require('./settings');
const Tide = require('./tide');
const modules = { settings };

exports.save = (value) => settings.save(value);
exports.set = (height) => Tide.set(height);
exports.show = () => `${settings.all.title}: ${Tide.height} ${require('./tide').height + 1} ${modules.settings.all.unit}`;
