import * as documents from './storage/documents.js';

const FILE = 'data/prices.json';

export async function loadPrices() {
  const text = await documents.getOrNone(FILE, 'utf8');
  return text !== null ? JSON.parse(text) : { currency: 'EUR', berth: 12 };
}

export async function savePrices(prices) {
  await documents.put(FILE, JSON.stringify(prices));
}
