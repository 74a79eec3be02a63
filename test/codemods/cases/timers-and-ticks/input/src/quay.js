import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => new Promise((resolve) => {
  setTimeout(() => resolve(load(name).n), 1);
});
export const soon = (name) => new Promise((resolve) => { setImmediate(() => { queueMicrotask(() => resolve(load(name).n)); }); });
