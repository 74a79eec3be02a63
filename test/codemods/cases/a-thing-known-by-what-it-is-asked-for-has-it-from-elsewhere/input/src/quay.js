import fs from 'node:fs';

export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

class Berth {
  load() {
    return JSON.parse(fs.readFileSync('data/berth.json', 'utf8')).n;
  }
}
class Dock extends Berth {
  open() {
    return this;
  }
}
const chart = {
  read() {
    return JSON.parse(fs.readFileSync('data/chart.json', 'utf8')).n;
  },
};
const pilot = {
  chart() {
    return JSON.parse(fs.readFileSync('data/pilot.json', 'utf8')).n;
  },
};

const all = {};
all['b' + 1] = new Dock();
all['c' + 1] = { ...chart, unroll: () => 1 };
all['p' + 1] = Object.create(pilot, { hail: { value: () => 1 } });

export const pick = (key) => Reflect.get(all, key);
