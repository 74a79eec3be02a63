'use strict';
exports.split = (text) => text.split('\n');
