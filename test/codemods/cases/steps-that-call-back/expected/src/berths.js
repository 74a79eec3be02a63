const async = require('async');
const _ = require('lodash');
const documents = require('./storage/documents');

// Called back when it is done, such a step may wait; what it throws before that goes to its callback.
const asStep = (step) => Object.defineProperty(function (...given) {
  const tell = given.pop();
  let isTold = false;
  const told = Object.assign((...answer) => {
    isTold = true;
    return tell(...answer);
  }, tell);
  step.apply(this, [...given, told]).catch((error) => {
    if (isTold) process.nextTick(() => { throw error; });
    else tell(error);
  });
}, 'length', { value: step.length });

const read = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));

async function store(names, callback) {
  await documents.put('data/berths.json', JSON.stringify(names));
  callback(null, names.length);
}

exports.open = (done) => {
  async.series([
    asStep(async function (callback) {
      this.opened = await read('berths');
      setTimeout(callback, 1, null, this.opened.length);
    }.bind({})),
    asStep(async (callback) => callback(null, (await read('moorings')).length)),
  ], done);
};

exports.add = (name, done) => {
  async.waterfall([
    asStep(async (callback) => {
      if (name === '') return callback(new Error('no name'));
      callback(null, (await read('berths')).concat(name));
    }),
    asStep(store),
  ], done);
};

exports.lengths = (names, done) => {
  async.map(names, asStep(async (name, callback) => {
    callback(null, (await read(name)).length);
  }), done);
};

exports.depths = async (names) => Promise.all(_.map(names, async (name) => (await read(name)).length));

exports.all = (done) => async.parallel({
  berths: asStep(async (callback) => callback(null, await read('berths'))),
  moorings: asStep(async (callback) => callback(null, await read('moorings'))),
}, done);

exports.move = async (list) => documents.put('data/moorings.json', JSON.stringify(list));
