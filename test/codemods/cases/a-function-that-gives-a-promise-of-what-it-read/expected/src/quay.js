import * as documents from './storage/documents.js';

// What has begun may fail while something else is waited for, before anybody listens: until then it counts as heard.
const heardLater = (begun) => {
  for (const one of Array.isArray(begun) ? begun : [begun]) if (one instanceof Promise) one.catch(() => {});
  return begun;
};

export const save = async (name, text) => documents.put(`data/${name}.txt`, text);

export async function load(name) {
  return Promise.resolve(await documents.get(`data/${name}.txt`, 'utf8'));
}

export const upper = (name) => load(name).then((text) => text.toUpperCase());

export async function both(a, b) {
  const first = heardLater(load(a));
  const second = await load(b);
  return `${await first} ${second}`;
}
