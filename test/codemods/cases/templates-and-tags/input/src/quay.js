import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const tag = (parts, ...values) => parts.join('|') + values.join(',');
export const text = (name) => `${load(name).n} and ${`nested ${load(name).list.length}`}`;
export const tagged = (name) => tag`a ${load(name).n} b ${name}`;
export const raw = (name) => String.raw`\n${load(name).n}`;
