const store = require('./store');

module.exports = function (app) {
  app.tides = async () => store.read('tides');
  app.rise = async (by) => store.change('tides', (tides) => ({ height: (tides.height ?? 0) + by }));
};
