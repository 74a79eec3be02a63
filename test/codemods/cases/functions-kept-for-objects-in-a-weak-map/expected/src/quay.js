import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/berths/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/berths/${name}.json`, JSON.stringify(value));

const countOf = new WeakMap();

export function attach(berth) {
  countOf.set(berth, async function (more) {
    return (await load(this.side)).length + more;
  });
  return berth;
}

export const counted = async (berth) => (await countOf.get(berth).call(berth, 1)) + (await countOf.get(berth).apply(berth, [2]));
