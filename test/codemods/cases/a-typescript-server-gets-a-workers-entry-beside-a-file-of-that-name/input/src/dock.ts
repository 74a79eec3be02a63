import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'data/dock.txt';

export function load(): string {
  return readFileSync(FILE, 'utf8');
}

export function save(text: string): void {
  writeFileSync(FILE, text);
}
