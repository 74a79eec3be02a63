const quay = require('./quay');

exports.below = (name, left) => quay.depth(name, left);
