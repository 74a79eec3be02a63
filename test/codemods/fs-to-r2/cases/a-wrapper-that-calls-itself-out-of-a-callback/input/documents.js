const fs = require('fs');

// The copy takes the place of what is empty, and is read in its turn.
function load(file, spare) {
  return new Promise((resolve, reject) => {
    fs.readFile(file, 'utf8', (error, text) => {
      if (error) return reject(error);
      if (text !== '') return resolve(text);
      fs.copyFile(spare, file, (problem) => (problem ? reject(problem) : resolve(load(file, spare))));
    });
  });
}

module.exports = { load };
