import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'data/settings.json';

export const settings = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { name: 'New', places: [] };
export const places = settings.places.map((place) => place.toUpperCase());

export function save(changed) {
  writeFileSync(FILE, JSON.stringify(changed));
}

export default settings.name;
