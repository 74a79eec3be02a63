import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const names = async (list) => (await Promise.all(list.map(async (name) => load(name)))).filter((one) => one.n > 0).map(({ n }) => n).join();
export const lists = async (list) => (await Promise.all(list.map(async (name) => (await load(name)).list))).flat().reverse();
export const total = async (list) => (await Promise.all(list.map(load))).reduce((sum, { n }) => sum + n, 0);
export const found = async (list) => (await Promise.all(list.map(async (item) => [item, await (async (name) => (await load(name)).n > 1)(item)]))).filter(([, kept]) => kept).map(([item]) => item).map((name) => name.toUpperCase())[0].length;
export const question = async (list) => !(await (async () => { for (const name of list) if ((await load(name)).n > 5) return true; return false; })()) && (await (async () => { for (const name of list) if (!((await load(name)).n)) return false; return true; })());
export const entries = async () => Object.entries(await load('a')).map(([key]) => key).concat(Object.keys(await load('b')));
