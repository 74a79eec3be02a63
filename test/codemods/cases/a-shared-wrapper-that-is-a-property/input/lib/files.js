const fs = require('fs');

module.exports = {
  /** The value in a file. */
  readJson: function (file) {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  },
  writeJson: (file, value) => fs.writeFileSync(file, JSON.stringify(value))
};
