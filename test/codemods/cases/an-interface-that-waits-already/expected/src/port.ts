import * as documents from './storage/documents.js';

type Maybe<T> = T | null;

interface Reader {
  rows(): Promise<string[]>;
  title(): string | Promise<string>;
  extra(): Promise<Maybe<string>>;
}

class Tides implements Reader {
  async rows(): Promise<string[]> {
    return Promise.resolve(JSON.parse(await documents.get('data/tides.json', 'utf8')));
  }

  async title(): Promise<string> {
    return documents.get('data/title.txt', 'utf8');
  }

  async extra(): Promise<Maybe<string>> {
    return (await documents.has('data/title.txt')) ? await this.title() : null;
  }

  async save(title: string, rows: string[]): Promise<void> {
    await documents.put('data/tides.json', JSON.stringify(rows));
    await documents.put('data/title.txt', title);
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
export const save = async (title: string): Promise<void> => new Tides().save(title, []);
export const nothing = (): string => new Nothing().title();
