const files = require('./storage/files');

module.exports = (Harbour) => {
  Harbour.prototype.berths = async function () {
    return JSON.parse(await files.get(this.file, 'utf8'));
  };
  Harbour.prototype.moor = async function (ship) {
    await files.put(this.file, JSON.stringify([ship]));
  };
};
