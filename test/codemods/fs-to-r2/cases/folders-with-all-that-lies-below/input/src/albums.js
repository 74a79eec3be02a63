import fs from 'node:fs';
import path from 'node:path';

const ALBUMS = 'data/albums';

export function add(album, name, bytes) {
  fs.mkdirSync(path.join(ALBUMS, album), { recursive: true });
  fs.writeFileSync(path.join(ALBUMS, album, name), bytes);
}

export const photo = (album, name) => fs.readFileSync(path.join(ALBUMS, album, name));

export function albums() {
  return fs.readdirSync(ALBUMS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

export const everything = () => fs.readdirSync(ALBUMS, { recursive: true });

export function drop(album) {
  fs.rmSync(path.join(ALBUMS, album), { recursive: true, force: true });
}
