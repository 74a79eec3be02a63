import fs from 'node:fs';

const FOLDER = 'data/signals';
let current = {};

export function load(name) {
  current = JSON.parse(fs.readFileSync(`${FOLDER}/${name}.json`, 'utf8'));
  return current;
}

export const save = (name, signal) => fs.writeFileSync(`${FOLDER}/${name}.json`, JSON.stringify(signal));

export function follow(name) {
  fs.mkdirSync(FOLDER, { recursive: true });
  return fs.watch(FOLDER, () => {
    if (fs.existsSync(`${FOLDER}/${name}.json`)) load(name);
  });
}

export const latest = () => current;
