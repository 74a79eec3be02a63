import fs from 'node:fs';
import path from 'node:path';

const FOLDER = 'data';
const FILE = path.join(FOLDER, 'boats.json');

// All boats, the newest last.
let boats = [];
if (fs.existsSync(FILE)) {
  boats = JSON.parse(fs.readFileSync(FILE, 'utf8'));
}
const names = new Set(boats.map((boat) => boat.name));

const isKnown = (name) => names.has(name);

export const all = () => boats;

export function described(list) {
  return list.map((name) => (isKnown(name) ? `${name} (${boats.find((boat) => boat.name === name).number})` : name)).join(', ');
}

// Seen from the next start on.
export function add(name) {
  const list = fs.existsSync(FILE) ? JSON.parse(fs.readFileSync(FILE, 'utf8')) : [];
  list.push({ name, number: list.length + 1 });
  fs.writeFileSync(FILE, JSON.stringify(list));
}
