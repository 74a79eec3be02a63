import fs from 'fs-extra';
import path from 'node:path';

let number = 0;
let current = 'data/charts/a.json';
const next = () => `data/charts/${(number += 1)}.json`;

export function save(name, value) {
  fs.writeFileSync(`data/charts/${name}.json`, value);
}

export function made() {
  return fs.existsSync(next()) ? fs.readFileSync(next(), 'utf8') : null;
}

export function other(name) {
  const file = path.join('data/charts', `${name}.json`);
  if (!fs.existsSync(file)) return null;
  return fs.readFileSync(`data/charts/${name}.json`, 'utf8');
}

export function hidden(file) {
  if (fs.existsSync(`data/charts/${file}.json`)) {
    const read = (file) => fs.readFileSync(`data/charts/${file}.json`, 'utf8');
    return read('b');
  }
  return null;
}

export function turn() {
  current = current === 'data/charts/a.json' ? 'data/charts/b.json' : 'data/charts/a.json';
}

// While the first call is waited for, turn may be called.
export async function turned() {
  if (!(await fs.pathExists(current))) return null;
  return fs.readFileSync(current, 'utf8');
}

export const named = (names) => names.filter((name) => fs.existsSync(fileOf(name)) && fs.readFileSync(fileOf(name), 'utf8') !== '');

function fileOf(name) {
  number += 1;
  return `data/charts/${name}.json`;
}

export function given(name, options) {
  return fs.existsSync(`data/charts/${name}.json`) ? fs.readFileSync(`data/charts/${name}.json`, options()) : null;
}
