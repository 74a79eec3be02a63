const async = require('async');
const fs = require('fs');
const _ = require('lodash');

const read = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));

function store(names, callback) {
  fs.writeFileSync('data/berths.json', JSON.stringify(names));
  callback(null, names.length);
}

exports.open = (done) => {
  async.series([
    function (callback) {
      this.opened = read('berths');
      setTimeout(callback, 1, null, this.opened.length);
    }.bind({}),
    (callback) => callback(null, read('moorings').length),
  ], done);
};

exports.add = (name, done) => {
  async.waterfall([
    (callback) => {
      if (name === '') return callback(new Error('no name'));
      callback(null, read('berths').concat(name));
    },
    store,
  ], done);
};

exports.lengths = (names, done) => {
  async.map(names, (name, callback) => {
    callback(null, read(name).length);
  }, done);
};

exports.depths = (names) => _.map(names, (name) => read(name).length);

exports.all = (done) => async.parallel({
  berths: (callback) => callback(null, read('berths')),
  moorings: (callback) => callback(null, read('moorings')),
}, done);

exports.move = (list) => fs.writeFileSync('data/moorings.json', JSON.stringify(list));
