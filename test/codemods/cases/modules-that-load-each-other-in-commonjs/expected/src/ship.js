const quay = require('./quay');

exports.below = async (name, left) => quay.depth(name, left);
