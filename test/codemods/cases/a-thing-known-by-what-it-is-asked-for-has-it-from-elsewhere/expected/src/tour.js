import { pick } from './quay.js';

async function berth(one) {
  one.toString();
  one.open();
  return (await one.load()) + 1;
}

async function chart(one) {
  one.unroll();
  return (await one.read()) + 1;
}

async function pilot(one) {
  one.hail();
  return (await one.chart()) + 1;
}

export const tour = async () => [await berth(pick('b1')), await chart(pick('c1')), await pilot(pick('p1'))];
