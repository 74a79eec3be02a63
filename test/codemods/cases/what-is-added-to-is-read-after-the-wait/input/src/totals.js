import fs from 'node:fs';

let total = 0;
const log = { text: '', lines: 0 };

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export function add(name) {
  total += load(name);
  log.text += load(name);
  if (total > 5) log.lines -= load(name);
  let own = 1;
  own += load(name);
  return [total, log.text, log.lines, own];
}
