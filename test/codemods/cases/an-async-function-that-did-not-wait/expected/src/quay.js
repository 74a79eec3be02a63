import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function main(name) {
  const value = await load(name);
  if (value.n > 1) return value;
  return load('b');
}
export async function* pages(names) {
  for (const name of names) yield (await load(name)).n;
}
export const collect = async (names) => { const out = []; for await (const n of pages(names)) out.push(n); return out; };
