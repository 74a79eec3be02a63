import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'data/prices.json';

export function loadPrices() {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { currency: 'EUR', berth: 12 };
}

export function savePrices(prices) {
  writeFileSync(FILE, JSON.stringify(prices));
}
