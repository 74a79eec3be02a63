import path from 'node:path';
import * as files from './storage/files.js';

const folderOf = (isCaptain) => (isCaptain ? 'data/pilots/captains' : 'data/pilots/mates');

export async function save(name, isCaptain, text) {
  await files.makeFolder('data/pilots/captains', { recursive: true });
  await files.makeFolder('data/pilots/mates', { recursive: true });
  await files.put(path.join(folderOf(isCaptain), `${name}.json`), text);
}

export async function load(name, isCaptain) {
  return files.get(path.join(folderOf(isCaptain), `${name}.json`), 'utf8');
}

// Read, changed and written back in one synchronous step.
export async function promote(name, isCaptain) {
  return files.atomically(async () => {
    const file = path.join(folderOf(isCaptain), `${name}.json`);
    const rank = Number(await files.get(file, 'utf8'));
    await files.put(file, String(rank + 1));
  });
}

export const captain = async (name) => files.has(`data/pilots/captains/${name}.json`);
export const mate = async (name) => files.has(`data/pilots/mates/${name}.json`);
