import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export async function all(names) {
  const out = [];
  for await (const value of names.map((name) => load(name))) out.push(value.n);
  for (const name of names) out.push(await load(name).n);
  return out;
}
export const map = async (names) => Promise.all(names.map(async (name) => (await load(name)).n));
