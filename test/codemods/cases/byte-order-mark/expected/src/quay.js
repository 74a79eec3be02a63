import * as documents from './storage/documents.js';

export async function load() {
  return documents.get('data/quay.txt', 'utf8');
}

export async function save(text) {
  await documents.put('data/quay.txt', text);
}
