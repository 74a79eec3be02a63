// ⚓ Logbook 😀: one entry per watch.
import * as documents from './storage/documents.js';

const book = 'data/book.json';

export async function entries() {
  return JSON.parse(await documents.get(book, { encoding: 'utf8' }));
}

export async function replace(list) {
  await documents.put(book, JSON.stringify(list), { encoding: 'utf8' });
}
