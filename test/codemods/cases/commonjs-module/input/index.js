const moorings = require('./lib/moorings');

exports.register = function register(name) {
  moorings.add({ name });
  return moorings.all().length;
};
