import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => new Promise((resolve, reject) => {
  const value = load(name);
  if (!value) return reject(new Error('empty'));
  setTimeout(() => resolve(value), 1);
});

export const soon = (name) => new Promise(resolve => resolve(load(name)));
export function now(name) {
  return new Promise(function (done) {
    done(load(name));
  });
}
export const guarded = (name) => new Promise((resolve, fail) => { try { resolve(load(name)); } catch { fail('not there'); } });
