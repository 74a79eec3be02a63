import { readFileSync, writeFileSync } from 'node:fs';

export function book(berth, ship) {
  try {
    writeFileSync(`data/berths/${berth}.json`, JSON.stringify({ ship }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export const ship = (berth) => JSON.parse(readFileSync(`data/berths/${berth}.json`, 'utf8')).ship;
