import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const reader = (prefix) => async (name) => (await load(prefix + name)).n;
const plain = reader('');
export const read = async (name) => plain(name);
export async function outer(name) {
  async function inner(extra) {
    return (await load(name)).n + extra;
  }
  const arrow = async (extra) => (await inner(extra)) * 2;
  return arrow(1);
}
export const immediate = async () => (async function () { return (await load('a')).n; })();
export const arrowed = async () => (await (async () => (await load('b')).n)()) + 1;
