const fs = require('fs');

function load(done) {
  fs.readFile('data/ferries.json', 'utf8', (error, text) => {
    if (error) return done(error);
    done(null, JSON.parse(text));
  });
}

function save(ferries, done) {
  fs.mkdir('data', { recursive: true }, (error) => {
    if (error) return done(error);
    fs.writeFile('data/ferries.json', JSON.stringify(ferries), done);
  });
}

function has(answer) {
  fs.exists('data/ferries.json', (there) => {
    answer(there);
  });
}

module.exports = { load, save, has };
