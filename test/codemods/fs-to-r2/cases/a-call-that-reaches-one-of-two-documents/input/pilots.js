import fs from 'node:fs';
import path from 'node:path';

const folderOf = (isCaptain) => (isCaptain ? 'data/pilots/captains' : 'data/pilots/mates');

export function save(name, isCaptain, text) {
  fs.mkdirSync('data/pilots/captains', { recursive: true });
  fs.mkdirSync('data/pilots/mates', { recursive: true });
  fs.writeFileSync(path.join(folderOf(isCaptain), `${name}.json`), text);
}

export function load(name, isCaptain) {
  return fs.readFileSync(path.join(folderOf(isCaptain), `${name}.json`), 'utf8');
}

// Read, changed and written back in one synchronous step.
export function promote(name, isCaptain) {
  const file = path.join(folderOf(isCaptain), `${name}.json`);
  const rank = Number(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, String(rank + 1));
}

export const captain = (name) => fs.existsSync(`data/pilots/captains/${name}.json`);
export const mate = (name) => fs.existsSync(`data/pilots/mates/${name}.json`);
