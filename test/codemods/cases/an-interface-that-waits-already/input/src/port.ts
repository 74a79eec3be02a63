import fs from 'node:fs';

type Maybe<T> = T | null;

interface Reader {
  rows(): Promise<string[]>;
  title(): string | Promise<string>;
  extra(): Promise<Maybe<string>>;
}

class Tides implements Reader {
  rows(): Promise<string[]> {
    return Promise.resolve(JSON.parse(fs.readFileSync('data/tides.json', 'utf8')));
  }

  title(): string {
    return fs.readFileSync('data/title.txt', 'utf8');
  }

  async extra(): Promise<Maybe<string>> {
    return fs.existsSync('data/title.txt') ? this.title() : null;
  }

  save(title: string, rows: string[]): void {
    fs.writeFileSync('data/tides.json', JSON.stringify(rows));
    fs.writeFileSync('data/title.txt', title);
  }
}

class Nothing implements Reader {
  rows(): Promise<string[]> {
    return Promise.resolve([]);
  }

  title(): string {
    return 'Nothing';
  }

  async extra(): Promise<Maybe<string>> {
    return null;
  }
}

export const show = async (reader: Reader = new Tides()): Promise<string> => `${await reader.title()}: ${(await reader.rows()).join()}`;
export const save = (title: string): void => new Tides().save(title, []);
export const nothing = (): string => new Nothing().title();
