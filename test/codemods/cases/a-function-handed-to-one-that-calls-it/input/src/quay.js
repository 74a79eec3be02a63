import fs from 'node:fs';
import { twice } from './twice.js';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

function saveBoth(done) {
  save('a', { n: 1 });
  save('b', { n: 2 });
  if (done) done('b');
}

export function note(seen) {
  const add = (name) => {
    seen.push(load(name).n);
  };
  saveBoth(add);
  saveBoth();
  return twice(add, 'a');
}
