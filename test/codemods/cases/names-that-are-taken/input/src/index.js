import { readFileSync, writeFileSync } from 'node:fs';

const documents = ['a'];

export function load() {
  return documents.map((name) => readFileSync(`data/${name}.json`, 'utf8'));
}

export const save = (text) => writeFileSync('data/a.json', text);
