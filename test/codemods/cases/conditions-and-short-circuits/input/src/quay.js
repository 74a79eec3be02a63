import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const pick = (flag) => flag ? load('a').n : load('b').n;
export const first = (flag) => flag && load('a').n;
export const either = (value) => value || load('b').n;
export const missing = (value) => value ?? load('b').n;
export const test = () => load('a').n === 1 ? 'one' : 'other';
export const both = () => load('a').n && load('b').n;
export const chain = (name) => load(name)?.list?.at(0) ?? 'none';
export function negate() {
  if (!load('a').n) return 'no';
  return !load('none' in {} ? 'a' : 'b').missing;
}
