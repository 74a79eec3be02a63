'use strict';
var path = require('path');
const { readdirSync } = require('fs');
const documents = require('../storage/documents');

const FILE = path.join('data', 'berths.json');

exports.load = async () => JSON.parse(await documents.get(FILE, 'utf8'));
exports.save = (all) => documents.put(FILE, JSON.stringify(all));
exports.keep = () => documents.copy(FILE, 'data/berths.old.json');
exports.shown = () => readdirSync('charts');
