#!/usr/bin/env node
/*! Harbour pilot. Licence: MIT. */
'use strict';

module.exports.load = function () {
  return require('fs').readFileSync('data/pilot.json', 'utf8');
};

module.exports.save = function (text) {
  require('fs').writeFileSync('data/pilot.json', text);
};
