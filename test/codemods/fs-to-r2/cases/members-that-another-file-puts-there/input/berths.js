const fs = require('fs');

module.exports = (Harbour) => {
  Harbour.prototype.berths = function () {
    return JSON.parse(fs.readFileSync(this.file, 'utf8'));
  };
  Harbour.prototype.moor = function (ship) {
    fs.writeFileSync(this.file, JSON.stringify([ship]));
  };
};
