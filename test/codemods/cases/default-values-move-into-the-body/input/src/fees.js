import fs from 'node:fs';

const load = (name = 'fees') => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, fees) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(fees));

export function total(days, fees = load()) {
  return days * fees.day;
}

export const day = (fees = load('fees')) => fees.day;
export const names = (fees = load(), other) => ({ names: Object.keys(fees), other });
export const text = function (name, text = fs.readFileSync(`data/${name}.json`, 'utf8')) {
  text = text.trim();
  return text.length;
};
export const desk = { ask(fees = load()) { return fees.night ?? 'none'; } };
