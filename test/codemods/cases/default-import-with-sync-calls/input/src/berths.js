import fs from 'node:fs';
import path from 'node:path';

const FILE = path.join('data', 'berths.json');

export function loadBerths() {
  if (!fs.existsSync(FILE)) return [];
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

export function saveBerths(berths) {
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.writeFileSync(FILE, JSON.stringify(berths));
}

export function addBerth(name) {
  const berths = loadBerths();
  berths.push(name);
  saveBerths(berths);
  return berths.length;
}
