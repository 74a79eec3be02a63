import * as documents from './storage/documents.js';

export const save = async (name, text) => documents.put(`data/${name}.txt`, text);

export async function load(name) {
  return Promise.resolve(await documents.get(`data/${name}.txt`, 'utf8'));
}

export const upper = (name) => load(name).then((text) => text.toUpperCase());

export async function both(a, b) {
  const first = load(a);
  const second = await load(b);
  return `${await first} ${second}`;
}
