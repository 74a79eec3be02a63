import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const kinds = async () => [typeof (await load('a')), void (await load('a')), -(await load('b')).n, +(await load('b')).n, !(await load('a')), ~(await load('a')).n];
export const thrown = async () => { throw (await load('a')).n; };
export const inside = async () => 'n' in (await load('a'));
export const isList = async () => (await load('a')).list instanceof Array;
export const power = async () => (await load('b')).n ** 2 + (2 ** (await load('b')).n);
export const drop = async (name) => { const all = await load(name); delete all.list; return Object.keys(all); };
export const gone = async (name) => delete (await load(name)).list;
export const comma = async () => (await load('a'), (await load('b')).n);
