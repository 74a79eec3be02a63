'use strict';
const lines = require('./lines'), fs = require('fs');
const { readFileSync, ...others } = require('node:fs');
const documents = require('../storage/documents');

/** @param {fs.PathLike} file */
exports.load = async (file) => lines.split(await documents.get('data/tides.txt', 'utf8'));
exports.save = async (text) => documents.put('data/tides.txt', text);
exports.names = () => Object.keys(others).length > 0;

exports.ask = (question) => eval(question);
