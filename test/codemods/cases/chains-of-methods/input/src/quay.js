import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const names = (list) => list.map((name) => load(name)).filter((one) => one.n > 0).map(({ n }) => n).join();
export const lists = (list) => list.flatMap((name) => load(name).list).reverse();
export const total = (list) => list.map(load).reduce((sum, { n }) => sum + n, 0);
export const found = (list) => list.filter((name) => load(name).n > 1).map((name) => name.toUpperCase())[0].length;
export const question = (list) => !list.some((name) => load(name).n > 5) && list.every((name) => load(name).n);
export const entries = () => Object.entries(load('a')).map(([key]) => key).concat(Object.keys(load('b')));
