import path from 'node:path';
import * as files from './storage/files.js';

const ALBUMS = 'data/albums';

export async function add(album, name, bytes) {
  await files.makeFolder(path.join(ALBUMS, album), { recursive: true });
  await files.put(path.join(ALBUMS, album, name), bytes);
}

export const photo = async (album, name) => files.get(path.join(ALBUMS, album, name));

export async function albums() {
  return (await files.entries(ALBUMS, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

export const everything = async () => files.entries(ALBUMS, { recursive: true });

export async function drop(album) {
  await files.removeAll(path.join(ALBUMS, album), { recursive: true, force: true });
}
