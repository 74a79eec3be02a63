import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function count() {
  const seen = [];
  for (let i = (await load('a')).n; i < (await load('b')).list[0]; i += (await load('a')).n) seen.push(i);
  let left = 3;
  while (left > (await load('a')).n) left--;
  do left++; while (left < (await load('b')).n);
  for (const key in await load('a')) seen.push(key);
  for (const item of (await load('b')).list) seen.push(item);
  outer: for (;;) {
    for (const item of (await load('a')).list) if (item === 2) break outer;
  }
  return [seen, left];
}
