const store = require('./store');

module.exports = function (app) {
  app.tides = () => store.read('tides');
  app.rise = (by) => store.change('tides', (tides) => ({ height: (tides.height ?? 0) + by }));
};
