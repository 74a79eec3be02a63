import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/berths/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/berths/${name}.json`, JSON.stringify(value));

export class Quay {
  berths = new Map([['a', 'north'], ['b', 'south']]);
  sides = new Set(['north', 'south']);

  lengths() {
    const found = [];
    this.berths.forEach((side) => found.push(load(side).length));
    this.berths.forEach((side, berth, all) => {
      const own = function () { return this; };
      if (own.call(berth) === 'b') return;
      found.push(load(side).length + all.size);
    });
    this.berths.forEach(function (side, berth) {
      var last = load(side).length;
      found.push(`${berth} ${last} ${arguments.length}`);
    });
    this.sides.forEach((side) => found.push(load(side).length));
    this.sides.forEach((side, again) => found.push(`${side === again} ${load(side).length}`));
    return found;
  }
}

const berths = new Map([['a', 'north']]);
const store = (side) => save(side, [...load(side), 'Cat']);
export const add = () => { berths.forEach(store); };
