import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export function read(name, out = []) {
  if (name) out.push(load(name).n); else out.push(load('b').n)
  for (const one of ['a', 'b']) out.push(load(one).n)
  if (out.length > 2) return load('a').n
  label: out.push(load('b').n)
  return out
}
