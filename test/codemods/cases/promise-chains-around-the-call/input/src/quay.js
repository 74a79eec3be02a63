import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => Promise.resolve(name).then(load).then(({ n }) => n);
export const caught = (name) => Promise.resolve(name).then((one) => load(one)).catch((error) => error.code).finally(() => load('a'));
export const all = (names) => Promise.all(names.map((name) => load(name))).then((list) => list.length);
export const settled = (names) => Promise.allSettled(names.map(async (name) => load(name)));
export async function mixed(name) {
  const one = load(name);
  return Promise.race([load(name), one]).then((value) => value.n);
}
