import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const order = [];
const mark = (name) => { order.push(name); return name; };
const join = (...all) => all.join('-');
export const call = async () => join(mark('x'), (await load('a')).n, mark('y'), (await load('b')).n, mark('z'));
export const object = async () => ({ [mark('key')]: (await load('a')).n, ...(await load('b')), last: mark('last') });
export const array = async () => [mark('0'), ...(await load('a')).list, mark('1'), (await load(mark('b'))).n];
export const seen = () => order.join();
