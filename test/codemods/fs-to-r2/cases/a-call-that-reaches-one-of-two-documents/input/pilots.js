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

export const captain = (name) => fs.existsSync(`data/pilots/captains/${name}.json`);
export const mate = (name) => fs.existsSync(`data/pilots/mates/${name}.json`);
