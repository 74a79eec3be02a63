import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const deep = (groups) => groups.map((group) => group.map((name) => load(name).n));
export function visit(groups) {
  const seen = [];
  groups.forEach((group) => {
    group.forEach((name) => {
      if (name === 'skip') return;
      seen.push(load(name).n);
    });
  });
  return seen;
}
export const pick = (groups) => groups.find((group) => group.some((name) => load(name).n === 2));
