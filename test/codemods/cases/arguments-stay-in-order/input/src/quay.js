import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const order = [];
const mark = (name) => { order.push(name); return name; };
const join = (...all) => all.join('-');
export const call = () => join(mark('x'), load('a').n, mark('y'), load('b').n, mark('z'));
export const object = () => ({ [mark('key')]: load('a').n, ...load('b'), last: mark('last') });
export const array = () => [mark('0'), ...load('a').list, mark('1'), load(mark('b')).n];
export const seen = () => order.join();
