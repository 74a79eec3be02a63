const moorings = require('./lib/moorings');

exports.register = async function register(name) {
  await moorings.add({ name });
  return (await moorings.all()).length;
};
