import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export async function main(name) {
  const value = load(name);
  if (value.n > 1) return value;
  return load('b');
}
export async function* pages(names) {
  for (const name of names) yield load(name).n;
}
export const collect = async (names) => { const out = []; for await (const n of pages(names)) out.push(n); return out; };
