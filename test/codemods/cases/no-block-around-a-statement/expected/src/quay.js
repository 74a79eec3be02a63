import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function read(name, out = []) {
  if (name) out.push((await load(name)).n); else out.push((await load('b')).n)
  for (const one of ['a', 'b']) out.push((await load(one)).n)
  if (out.length > 2) return (await load('a')).n
  label: out.push((await load('b')).n)
  return out
}
