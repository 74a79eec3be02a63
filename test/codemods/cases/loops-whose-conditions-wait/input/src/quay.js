import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export function count() {
  const seen = [];
  for (let i = load('a').n; i < load('b').list[0]; i += load('a').n) seen.push(i);
  let left = 3;
  while (left > load('a').n) left--;
  do left++; while (left < load('b').n);
  for (const key in load('a')) seen.push(key);
  for (const item of load('b').list) seen.push(item);
  outer: for (;;) {
    for (const item of load('a').list) if (item === 2) break outer;
  }
  return [seen, left];
}
