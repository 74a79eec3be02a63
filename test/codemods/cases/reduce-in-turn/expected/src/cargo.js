import * as documents from './storage/documents.js';

const weigh = async (name) => Number(await documents.get(`data/${name}.weight.json`, 'utf8'));

export const store = async (name, weight) => documents.put(`data/${name}.weight.json`, String(weight));

export async function total(names) {
  return names.reduce(async (previous, name) => { const sum = await previous; return sum + (await weigh(name)); }, 0);
}

export async function byName(names) {
  const result = await names.reduce(async (previous, name) => {
    const all = await previous;
    all[name] = await weigh(name);
    return all;
  }, {});
  return result;
}
