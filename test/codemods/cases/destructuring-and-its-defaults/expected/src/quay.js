import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const get = async ({ name, other = 'b' } = {}) => [(await load(name ?? 'a')).n, (await load(other)).n];
export async function parts() {
  const { n, list: [first, second = (await load('b')).n, third = (await load('a')).n] } = await load('a');
  let rest;
  ({ n: rest = (await load('b')).n } = {});
  return [n, first, second, third, rest];
}
