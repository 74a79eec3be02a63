import fs from 'node:fs';

const size = (name) => fs.statSync(`data/${name}`).size;
const title = (name) => fs.readFileSync(`data/${name}`, 'utf8');

export const save = (name, text) => fs.writeFileSync(`data/${name}`, text);
export const bySize = () => fs.readdirSync('data').sort((a, b) => size(a) - size(b));
export const largestFirst = () => fs.readdirSync('data').filter((name) => name !== 'x').sort((a, b) => size(b) - size(a)).join();
export function byTitle(names) {
  return [...names].sort((left, right) => title(left).localeCompare(title(right)))[0];
}
