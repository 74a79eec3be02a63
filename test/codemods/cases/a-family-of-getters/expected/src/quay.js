import * as documents from './storage/documents.js';

export const save = async (value) => documents.put('data/tides.json', JSON.stringify(value));

class Table {
  async rows() {
    return [];
  }
  async longest() {
    return (await this.rows()).reduce((most, row) => Math.max(most, row.length), 0);
  }
}

class Tides extends Table {
  async rows() {
    return [...(await super.rows()), ...JSON.parse(await documents.get('data/tides.json', 'utf8'))];
  }
}

class Doubled extends Tides {
  async rows() {
    const twice = async () => super.rows();
    return [...(await twice()), ...this.own];
  }
  get own() {
    return ['own'];
  }
}

const tables = { none: new Table(), tides: new Tides(), doubled: new Doubled() };

export const longest = async (kind) => tables[kind].longest();
export const rows = async () => new Doubled().rows();
