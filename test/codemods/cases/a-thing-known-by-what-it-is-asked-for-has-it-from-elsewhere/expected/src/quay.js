import * as documents from './storage/documents.js';

export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

class Berth {
  async load() {
    return JSON.parse(await documents.get('data/berth.json', 'utf8')).n;
  }
}
class Dock extends Berth {
  open() {
    return this;
  }
}
const chart = {
  async read() {
    return JSON.parse(await documents.get('data/chart.json', 'utf8')).n;
  },
};
const pilot = {
  async chart() {
    return JSON.parse(await documents.get('data/pilot.json', 'utf8')).n;
  },
};

const all = {};
all['b' + 1] = new Dock();
all['c' + 1] = { ...chart, unroll: () => 1 };
all['p' + 1] = Object.create(pilot, { hail: { value: () => 1 } });

export const pick = (key) => Reflect.get(all, key);
