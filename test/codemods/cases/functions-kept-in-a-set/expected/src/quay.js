import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/berths/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/berths/${name}.json`, JSON.stringify(value));

const checks = new Set();
export const check = (test) => checks.add(test);
check(async (name) => (await load(name)).length > 0);
check((name) => name !== 'south');

export async function passes(name) {
  for (const test of checks) {
    if ((await test(name)) === false) return false;
  }
  return true;
}

export async function tell(name, say) {
  for (const test of checks) say(await test(name));
}
