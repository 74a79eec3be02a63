const storage = require('./storage');

let settings;

module.exports = {
  init: async (given) => {
    settings = given;
    await storage.init(settings);
  },
  berths: () => storage.getBerths(),
  moor: (name, ship) => storage.saveBerth(name, ship),
};
