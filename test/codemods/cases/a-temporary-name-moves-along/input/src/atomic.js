import fs from 'node:fs';

const FILE = 'data/manifest.json';

export function save(value) {
  const temporary = `${FILE}.tmp`;
  fs.writeFileSync(temporary, JSON.stringify(value));
  fs.renameSync(temporary, FILE);
}

export const load = () => JSON.parse(fs.readFileSync(FILE, 'utf8'));
