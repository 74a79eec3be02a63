import path from 'node:path';
import * as documents from './storage/documents.js';

const FILE = path.join('data', 'berths.json');

export async function loadBerths() {
  const text = await documents.getOrNone(FILE, 'utf8');
  if (text === null) return [];
  return JSON.parse(text);
}

export async function saveBerths(berths) {
  await documents.makeFolder(path.dirname(FILE), { recursive: true });
  await documents.put(FILE, JSON.stringify(berths));
}

export async function addBerth(name) {
  const berths = await loadBerths();
  berths.push(name);
  await saveBerths(berths);
  return berths.length;
}
