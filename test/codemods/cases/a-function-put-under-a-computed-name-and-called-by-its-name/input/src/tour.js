import { Pier, berths } from './quay.js';

export function tour() {
  const pier = new Pier();
  return [berths.north() + 1, pier.leftSide() + 1];
}
