import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/berths/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/berths/${name}.json`, JSON.stringify(value));

export class Quay {
  berths = new Map([['a', 'north'], ['b', 'south']]);
  sides = new Set(['north', 'south']);

  async lengths() {
    const found = [];
    for (const side of this.berths.values()) found.push((await load(side)).length);
    for (const [index, item] of this.berths) await (async (side, berth, all) => {
      const own = function () { return this; };
      if (own.call(berth) === 'b') return;
      found.push((await load(side)).length + all.size);
    })(item, index, this.berths);
    for (const [index, item] of this.berths) await (async function (side, berth) {
      var last = (await load(side)).length;
      found.push(`${berth} ${last} ${arguments.length}`);
    })(item, index, this.berths);
    for (const side of this.sides) found.push((await load(side)).length);
    for (const [again, side] of this.sides.entries()) found.push(`${side === again} ${(await load(side)).length}`);
    return found;
  }
}

const berths = new Map([['a', 'north']]);
const store = async (side) => save(side, [...(await load(side)), 'Cat']);
export const add = async () => { for (const item of berths.values()) await store(item); };
