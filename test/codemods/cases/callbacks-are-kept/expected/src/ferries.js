const documents = require('./storage/documents');
const { callbackify } = require('util');

function load(done) {
  callbackify(documents.get)('data/ferries.json', 'utf8', (error, text) => {
    if (error) return done(error);
    done(null, JSON.parse(text));
  });
}

function save(ferries, done) {
  callbackify(documents.makeFolder)('data', { recursive: true }, (error) => {
    if (error) return done(error);
    callbackify(documents.put)('data/ferries.json', JSON.stringify(ferries), done);
  });
}

function has(answer) {
  documents.has('data/ferries.json').then((there) => {
    answer(there);
  });
}

module.exports = { load, save, has };
