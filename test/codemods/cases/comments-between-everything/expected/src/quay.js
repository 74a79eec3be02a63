import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function read(/* which */ name /* of them */) {
  // First the value,
  const value = /* here */ await load(/* by */ name) /* done */; // and that is it
  return /* the number */ value.n /* or */ ?? (await load('b')) // the other
    .n;
}
