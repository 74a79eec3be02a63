import * as documents from './storage/documents.js';

const FILE = 'data/manifest.json';

export async function save(value) {
  const temporary = `${FILE}.tmp`;
  await documents.put(temporary, JSON.stringify(value));
  await documents.rename(temporary, FILE);
}

export const load = async () => JSON.parse(await documents.get(FILE, 'utf8'));
