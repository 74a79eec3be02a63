import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const kinds = () => [typeof load('a'), void load('a'), -load('b').n, +load('b').n, !load('a'), ~load('a').n];
export const thrown = () => { throw load('a').n; };
export const inside = () => 'n' in load('a');
export const isList = () => load('a').list instanceof Array;
export const power = () => load('b').n ** 2 + (2 ** load('b').n);
export const drop = (name) => { const all = load(name); delete all.list; return Object.keys(all); };
export const gone = (name) => delete load(name).list;
export const comma = () => (load('a'), load('b').n);
