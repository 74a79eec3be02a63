import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const pick = async (flag) => flag ? (await load('a')).n : (await load('b')).n;
export const first = async (flag) => flag && (await load('a')).n;
export const either = async (value) => value || (await load('b')).n;
export const missing = async (value) => value ?? (await load('b')).n;
export const test = async () => (await load('a')).n === 1 ? 'one' : 'other';
export const both = async () => (await load('a')).n && (await load('b')).n;
export const chain = async (name) => (await load(name))?.list?.at(0) ?? 'none';
export async function negate() {
  if (!(await load('a')).n) return 'no';
  return !(await load('none' in {} ? 'a' : 'b')).missing;
}
