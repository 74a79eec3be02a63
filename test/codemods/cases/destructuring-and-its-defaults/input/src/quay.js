import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const get = ({ name, other = 'b' } = {}) => [load(name ?? 'a').n, load(other).n];
export function parts() {
  const { n, list: [first, second = load('b').n, third = load('a').n] } = load('a');
  let rest;
  ({ n: rest = load('b').n } = {});
  return [n, first, second, third, rest];
}
