'use strict';
const settings = require('./settings');
const Tide = require('./tide');
const modules = { settings };

exports.save = async (value) => settings.save(value);
exports.set = async (height) => Tide.set(height);
exports.show = async () => `${(await settings.all()).title}: ${await Tide.height()} ${(await require('./tide').height()) + 1} ${(await modules.settings.all()).unit}`;
