import * as documents from './storage/documents.js';

const first = process.env.FIRST_DATA_DIR ?? 'first';
const second = process.env.SECOND_DATA_DIR ?? 'second';

export const load = async (name) => (await documents.get(`${first}/${name}.json`, 'utf8')) + (await documents.get(`${second}/${name}.json`, 'utf8'));
export const save = async (name, text) => {
  await documents.put(`${first}/${name}.json`, text);
  await documents.put(`${second}/${name}.json`, text);
};
