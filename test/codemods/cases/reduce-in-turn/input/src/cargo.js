import fs from 'node:fs';

const weigh = (name) => Number(fs.readFileSync(`data/${name}.weight.json`, 'utf8'));

export const store = (name, weight) => fs.writeFileSync(`data/${name}.weight.json`, String(weight));

export function total(names) {
  return names.reduce((sum, name) => sum + weigh(name), 0);
}

export function byName(names) {
  const result = names.reduce((all, name) => {
    all[name] = weigh(name);
    return all;
  }, {});
  return result;
}
