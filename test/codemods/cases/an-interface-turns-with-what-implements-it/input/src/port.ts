import fs from 'node:fs';

interface Reader {
  /** One line per tide. */
  rows(): string[];
  title: string;
}

class Tides implements Reader {
  title = 'Tides';

  rows(): string[] {
    return JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));
  }
}

class Nothing implements Reader {
  title = 'Nothing';

  rows(): string[] {
    return [];
  }
}

const longest = (reader: Reader): number => reader.rows().reduce((most, row) => Math.max(most, row.length), 0);

export const heading = (kind: string): string => {
  const reader: Reader = kind === 'tides' ? new Tides() : new Nothing();
  return `${reader.title} (${reader.rows().length}, up to ${longest(reader)})`;
};

export const save = (rows: string[]): void => fs.writeFileSync('data/tides.json', JSON.stringify(rows));
