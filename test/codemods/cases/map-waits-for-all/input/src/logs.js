import fs from 'node:fs';

const read = (name) => fs.readFileSync(`data/${name}.entry.json`, 'utf8');

export const write = (name, text) => fs.writeFileSync(`data/${name}.entry.json`, text);

export function all(names) {
  return names.map((name) => read(name));
}

export function lengths(names) {
  const sizes = names.map(read).map((text) => text.length);
  return [...names.map((name) => ({ name, text: read(name) })), sizes];
}

export async function collected(names) {
  return Promise.all(names.map((name) => read(name)));
}
