'use strict';
var fs = require('fs'), path = require('path'), util = require('util');
const { promises: { readFile }, readdirSync } = require('fs');
const { writeFile } = fs.promises;
const copy = util.promisify(fs.copyFile);

const FILE = path.join('data', 'berths.json');

exports.load = async () => JSON.parse(await readFile(FILE, 'utf8'));
exports.save = (all) => writeFile(FILE, JSON.stringify(all));
exports.keep = () => copy(FILE, 'data/berths.old.json');
exports.shown = () => readdirSync('charts');
