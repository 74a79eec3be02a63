import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const tag = (parts, ...values) => parts.join('|') + values.join(',');
export const text = async (name) => `${(await load(name)).n} and ${`nested ${(await load(name)).list.length}`}`;
export const tagged = async (name) => tag`a ${(await load(name)).n} b ${name}`;
export const raw = async (name) => String.raw`\n${(await load(name)).n}`;
