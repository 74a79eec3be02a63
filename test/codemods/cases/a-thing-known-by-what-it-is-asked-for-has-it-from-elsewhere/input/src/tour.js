import { pick } from './quay.js';

function berth(one) {
  one.toString();
  one.open();
  return one.load() + 1;
}

function chart(one) {
  one.unroll();
  return one.read() + 1;
}

function pilot(one) {
  one.hail();
  return one.chart() + 1;
}

export const tour = () => [berth(pick('b1')), chart(pick('c1')), pilot(pick('p1'))];
