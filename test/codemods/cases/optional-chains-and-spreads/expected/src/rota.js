import * as documents from './storage/documents.js';

const rota = {
  async load(day = 'monday') {
    return JSON.parse(await documents.get(`data/${day}.rota.json`, 'utf8'));
  },
};

export const save = async (day, list) => documents.put(`data/${day}.rota.json`, JSON.stringify(list));

export async function names(day) {
  const [first, ...others] = await rota.load(day);
  const { length } = await rota.load(day);
  return [first?.name, ...others, ...(await rota.load(day)), length, Math.max(...(await rota.load(day)).map((one) => one.hours)), new Set(await rota.load(day)).size];
}
