import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/berths/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/berths/${name}.json`, JSON.stringify(value));

const length = (side) => load(side).length;
const byName = new Map([
  ['length', length],
  ['first', (side) => load(side)[0] ?? null],
]);
const byOther = new Map(Object.entries({ length, twice: (side) => 2 * length(side) }));

export const ask = (name, side) => (byName.get(name) ?? byOther.get(name))(side);
export const asked = (side) => [...byName.values(), ...byOther.values()].map((one) => one(side));
