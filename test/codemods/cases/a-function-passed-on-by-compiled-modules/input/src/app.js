const Quay = require('./server');

exports.play = function play() {
  const quay = new Quay();
  quay.close('a', 3);
  return quay.open('a');
};
