import fs from 'node:fs';

interface Reader {
  rows(): string[];
}

const tides: Reader = {
  rows() {
    return JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));
  },
};

const winds = { rows: () => ['north'] } satisfies Reader;

const still = (): Reader => ({ rows: (): string[] => [] });

const sorted = (reader: Reader): string[] => [...reader.rows()].sort();

class Board {
  reader: Reader = { rows: () => ['closed'] };

  show(): string {
    return this.reader.rows().join();
  }
}

export const all = (): string[] => [...sorted(tides), ...winds.rows(), ...sorted({ rows: () => ['given'] }), ...still().rows(), new Board().show()];
export const save = (rows: string[]): void => fs.writeFileSync('data/tides.json', JSON.stringify(rows));
