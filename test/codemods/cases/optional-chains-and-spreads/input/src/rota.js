import fs from 'node:fs';

const rota = {
  load(day = 'monday') {
    return JSON.parse(fs.readFileSync(`data/${day}.rota.json`, 'utf8'));
  },
};

export const save = (day, list) => fs.writeFileSync(`data/${day}.rota.json`, JSON.stringify(list));

export function names(day) {
  const [first, ...others] = rota.load(day);
  const { length } = rota.load(day);
  return [first?.name, ...others, ...rota.load(day), length, Math.max(...rota.load(day).map((one) => one.hours)), new Set(rota.load(day)).size];
}
