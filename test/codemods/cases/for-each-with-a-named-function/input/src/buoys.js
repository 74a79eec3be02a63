import { readFileSync, writeFileSync } from 'node:fs';

function light(buoy) {
  const lamps = JSON.parse(readFileSync('lamps.json', 'utf8'));
  writeFileSync('lamps.json', JSON.stringify([...lamps, buoy]));
}

export const lightAll = (buoys) => buoys.forEach(light);

export const lightSome = (buoys) => {
  buoys.filter(Boolean).forEach((buoy) => light(buoy));
};
