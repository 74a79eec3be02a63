import fs from 'node:fs';

export function load() {
  return fs.readFileSync('data/quay.txt', 'utf8');
}

export function save(text) {
  fs.writeFileSync('data/quay.txt', text);
}
