import * as documents from './storage/documents.js';

const FILE = 'data/prices.json';

export async function loadPrices() {
  return (await documents.has(FILE)) ? JSON.parse(await documents.get(FILE, 'utf8')) : { currency: 'EUR', berth: 12 };
}

export async function savePrices(prices) {
  await documents.put(FILE, JSON.stringify(prices));
}
