const fs = require('fs');
const ask = require('ask-pilot');

const load = () => JSON.parse(fs.readFileSync('data/pilots.json', 'utf8'));

exports.save = (list) => fs.writeFileSync('data/pilots.json', JSON.stringify(list));

exports.choose = (done) => {
  ask({ question: 'Who?' }, function (_err, name) {
    done(load().includes(name));
  });
};
