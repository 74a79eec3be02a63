import * as documents from './storage/documents.js';

const read = async (name) => documents.get(`data/${name}.entry.json`, 'utf8');

export const write = async (name, text) => documents.put(`data/${name}.entry.json`, text);

export async function all(names) {
  return Promise.all(names.map(async (name) => read(name)));
}

export async function lengths(names) {
  const sizes = (await Promise.all(names.map(read))).map((text) => text.length);
  return [...(await Promise.all(names.map(async (name) => ({ name, text: await read(name) })))), sizes];
}

export async function collected(names) {
  return Promise.all(names.map(async (name) => read(name)));
}
