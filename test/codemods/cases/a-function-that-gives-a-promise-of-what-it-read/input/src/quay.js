import fs from 'node:fs';

export const save = (name, text) => fs.writeFileSync(`data/${name}.txt`, text);

export function load(name) {
  return Promise.resolve(fs.readFileSync(`data/${name}.txt`, 'utf8'));
}

export const upper = (name) => load(name).then((text) => text.toUpperCase());

export async function both(a, b) {
  const first = load(a);
  const second = await load(b);
  return `${await first} ${second}`;
}
