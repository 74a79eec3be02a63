// ⚓ Logbook 😀: one entry per watch.
import * as fs from 'fs';

const book = 'data/book.json';

export function entries() {
  return JSON.parse(fs.readFileSync(book, { encoding: 'utf8' }));
}

export function replace(list) {
  fs.writeFileSync(book, JSON.stringify(list), { encoding: 'utf8' });
}
