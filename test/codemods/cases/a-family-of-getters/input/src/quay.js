import fs from 'node:fs';

export const save = (value) => fs.writeFileSync('data/tides.json', JSON.stringify(value));

class Table {
  get rows() {
    return [];
  }
  get longest() {
    return this.rows.reduce((most, row) => Math.max(most, row.length), 0);
  }
}

class Tides extends Table {
  get rows() {
    return [...super.rows, ...JSON.parse(fs.readFileSync('data/tides.json', 'utf8'))];
  }
}

class Doubled extends Tides {
  get rows() {
    const twice = () => super.rows;
    return [...twice(), ...this.own];
  }
  get own() {
    return ['own'];
  }
}

const tables = { none: new Table(), tides: new Tides(), doubled: new Doubled() };

export const longest = (kind) => tables[kind].longest;
export const rows = () => new Doubled().rows;
