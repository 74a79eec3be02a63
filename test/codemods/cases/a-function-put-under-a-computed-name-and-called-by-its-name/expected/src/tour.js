import { Pier, berths } from './quay.js';

export async function tour() {
  const pier = new Pier();
  return [(await berths.north()) + 1, (await pier.leftSide()) + 1];
}
