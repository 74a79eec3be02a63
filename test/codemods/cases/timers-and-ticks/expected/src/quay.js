import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => new Promise((resolve) => {
  setTimeout(async () => resolve((await load(name)).n), 1);
});
export const soon = (name) => new Promise((resolve) => { setImmediate(() => { queueMicrotask(async () => resolve((await load(name)).n)); }); });
