import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const reader = (prefix) => (name) => load(prefix + name).n;
const plain = reader('');
export const read = (name) => plain(name);
export function outer(name) {
  function inner(extra) {
    return load(name).n + extra;
  }
  const arrow = (extra) => inner(extra) * 2;
  return arrow(1);
}
export const immediate = () => (function () { return load('a').n; })();
export const arrowed = () => (() => load('b').n)() + 1;
