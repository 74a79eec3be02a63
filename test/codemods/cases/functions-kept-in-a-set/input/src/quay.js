import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/berths/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/berths/${name}.json`, JSON.stringify(value));

const checks = new Set();
export const check = (test) => checks.add(test);
check((name) => load(name).length > 0);
check((name) => name !== 'south');

export function passes(name) {
  for (const test of checks) {
    if (test(name) === false) return false;
  }
  return true;
}

export function tell(name, say) {
  checks.forEach((test) => say(test(name)));
}
