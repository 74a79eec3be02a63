import * as documents from './storage/documents.js';

const text = async () => documents.get('data/harbour.json', 'utf8');

export const save = async (value) => documents.put('data/harbour.json', value);

export async function load() {
  try {
    return await text();
  } catch {
    return 'closed';
  }
}

export async function loadOr(value) {
  return (await documents.has('data/harbour.json')) ? await load() : value;
}
