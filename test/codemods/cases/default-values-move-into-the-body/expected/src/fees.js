import * as documents from './storage/documents.js';

const load = async (name = 'fees') => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, fees) => documents.put(`data/${name}.json`, JSON.stringify(fees));

export async function total(days, fees) {
  if (fees === undefined) fees = await load();
  return days * fees.day;
}

export const day = async (fees) => { if (fees === undefined) fees = await load('fees'); return fees.day; };
export const names = async (fees, other) => { if (fees === undefined) fees = await load(); return ({ names: Object.keys(fees), other }); };
export const text = async function (name, text) {
  if (text === undefined) text = await documents.get(`data/${name}.json`, 'utf8');
  text = text.trim();
  return text.length;
};
export const desk = { async ask(fees) { if (fees === undefined) fees = await load(); return fees.night ?? 'none'; } };
