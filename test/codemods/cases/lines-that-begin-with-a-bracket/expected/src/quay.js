import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function read(name) {
  const out = []
  ;for (const one of [name, 'b']) out.push((await load(one)).n)
  ;(out.length ? out : [(await load('a')).n]).push((await load('b')).n)
  return out
}
