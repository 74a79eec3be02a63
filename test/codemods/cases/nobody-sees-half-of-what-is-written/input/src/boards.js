import fs from 'node:fs';

const fileOf = (name) => `data/boards/${name}.json`;

export function save(name, board) {
  fs.mkdirSync('data/boards', { recursive: true });
  fs.writeFileSync(fileOf(name), JSON.stringify(board));
}

export const load = (name) => JSON.parse(fs.readFileSync(fileOf(name), 'utf8'));

export const copy = (from, to) => fs.copyFileSync(fileOf(from), fileOf(to));
