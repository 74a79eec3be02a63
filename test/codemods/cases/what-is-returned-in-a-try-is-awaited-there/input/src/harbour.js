import fs from 'node:fs';

const text = () => fs.readFileSync('data/harbour.json', 'utf8');

export const save = (value) => fs.writeFileSync('data/harbour.json', value);

export function load() {
  try {
    return text();
  } catch {
    return 'closed';
  }
}

export function loadOr(value) {
  return fs.existsSync('data/harbour.json') ? load() : value;
}
