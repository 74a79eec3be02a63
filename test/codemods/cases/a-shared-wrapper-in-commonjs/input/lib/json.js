const fs = require('fs');

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return null;
  }
}

const writeJson = (file, value) => {
  fs.writeFileSync(file, JSON.stringify(value));
};

module.exports = {
  readJson,
  writeJson,
};
