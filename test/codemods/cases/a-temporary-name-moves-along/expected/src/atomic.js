import * as documents from './storage/documents.js';

const FILE = 'data/manifest.json';

export async function save(value) {
  const temporary = `${FILE}.tmp`;
  await documents.putThrough(temporary, FILE, JSON.stringify(value));
}

export const load = async () => JSON.parse(await documents.get(FILE, 'utf8'));
