import * as documents from './storage/documents.js';

const FILE = 'data/log.json';

export async function loadLog() {
  return (await documents.has(FILE)) ? JSON.parse(await documents.get(FILE, 'utf8')) : {};
}

export async function saveLog(log) {
  await documents.put(FILE, JSON.stringify(log));
}
