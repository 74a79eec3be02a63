import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export function read(/* which */ name /* of them */) {
  // First the value,
  const value = /* here */ load(/* by */ name) /* done */; // and that is it
  return /* the number */ value.n /* or */ ?? load('b') // the other
    .n;
}
