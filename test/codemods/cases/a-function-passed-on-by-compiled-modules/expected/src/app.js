const Quay = require('./server');

exports.play = async function play() {
  const quay = new Quay();
  await quay.close('a', 3);
  return quay.open('a');
};
