import * as documentStore from './storage/documents-2.js';

const documents = ['a'];

export async function load() {
  return Promise.all(documents.map(async (name) => documentStore.get(`data/${name}.json`, 'utf8')));
}

export const save = async (text) => documentStore.put('data/a.json', text);
