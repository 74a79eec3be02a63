import * as documents from './storage/documents.js';

const FILE = 'data/log.json';

export async function loadLog() {
  const text = await documents.getOrNone(FILE, 'utf8');
  return text !== null ? JSON.parse(text) : {};
}

export async function saveLog(log) {
  await documents.put(FILE, JSON.stringify(log));
}
