const fs = require('fs');
const files = require('./storage/files');
const { callbackify } = require('util');

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

// load for documents that live in storage.
function loadStored(file, spare) {
  return new Promise((resolve, reject) => {
    callbackify(files.get)(file, 'utf8', (error, text) => {
      if (error) return reject(error);
      if (text !== '') return resolve(text);
      callbackify(files.copy)(spare, file, (problem) => (problem ? reject(problem) : resolve(loadStored(file, spare))));
    });
  });
}

module.exports = { load, loadStored };
