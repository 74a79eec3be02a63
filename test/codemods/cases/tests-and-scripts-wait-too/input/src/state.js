import fs from 'node:fs';

export function load() {
  try {
    return JSON.parse(fs.readFileSync('data/state.json', 'utf8'));
  } catch {
    return null;
  }
}

export const save = (state) => fs.writeFileSync('data/state.json', JSON.stringify(state));
