'use strict';
const lines = require('./lines'), fs = require('fs');
const { readFileSync, ...others } = require('node:fs');

/** @param {fs.PathLike} file */
exports.load = (file) => lines.split(readFileSync('data/tides.txt', 'utf8'));
exports.save = (text) => fs.writeFileSync('data/tides.txt', text);
exports.names = () => Object.keys(others).length > 0;

exports.ask = (question) => eval(question);
