import fs from 'node:fs';

interface Reader {
  readonly rows: () => string[];
  title?(): string;
  forget?: (row: string) => void;
}

class Tides implements Reader {
  readonly rows = (): string[] => JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));

  title(): string {
    return fs.readFileSync('data/title.txt', 'utf8');
  }

  forget(row: string): void {
    fs.writeFileSync('data/tides.json', JSON.stringify(this.rows().filter((other) => other !== row)));
    fs.writeFileSync('data/title.txt', '');
  }
}

class Nothing implements Reader {
  rows(): string[] {
    return [];
  }
}

export const show = (reader: Reader): string => `${reader.title?.() ?? 'untitled'}: ${reader.rows().join()}`;

export const forget = (reader: Reader, row: string): void => {
  reader.forget?.(row);
  console.log(`${row} is forgotten`);
};

export const readers: Record<string, Reader> = { tides: new Tides(), nothing: new Nothing() };
