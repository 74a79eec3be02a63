import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function all(names) {
  const out = [];
  for await (const value of await Promise.all(names.map(async (name) => load(name)))) out.push(value.n);
  for (const name of names) out.push(await (await load(name)).n);
  return out;
}
export const map = async (names) => Promise.all(names.map(async (name) => (await load(name)).n));
