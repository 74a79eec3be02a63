#!/usr/bin/env node
/*! Harbour pilot. Licence: MIT. */
'use strict';
const documents = require('./storage/documents');

module.exports.load = async function () {
  return documents.get('data/pilot.json', 'utf8');
};

module.exports.save = async function (text) {
  await documents.put('data/pilot.json', text);
};
