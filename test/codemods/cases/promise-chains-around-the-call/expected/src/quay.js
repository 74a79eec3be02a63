import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => Promise.resolve(name).then(load).then(({ n }) => n);
export const caught = (name) => Promise.resolve(name).then(async (one) => load(one)).catch((error) => error.code).finally(async () => load('a'));
export const all = async (names) => Promise.all(names.map(async (name) => load(name))).then((list) => list.length);
export const settled = (names) => Promise.allSettled(names.map(async (name) => load(name)));
export async function mixed(name) {
  const one = await load(name);
  return Promise.race([await load(name), one]).then((value) => value.n);
}
