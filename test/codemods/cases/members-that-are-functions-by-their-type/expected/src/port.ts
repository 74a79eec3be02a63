import * as documents from './storage/documents.js';

interface Reader {
  readonly rows: () => Promise<string[]>;
  title?(): Promise<string>;
  forget?: (row: string) => Promise<void>;
}

class Tides implements Reader {
  readonly rows = async (): Promise<string[]> => JSON.parse(await documents.get('data/tides.json', 'utf8'));

  async title(): Promise<string> {
    return documents.get('data/title.txt', 'utf8');
  }

  async forget(row: string): Promise<void> {
    await documents.put('data/tides.json', JSON.stringify((await this.rows()).filter((other) => other !== row)));
    await documents.put('data/title.txt', '');
  }
}

class Nothing implements Reader {
  async rows(): Promise<string[]> {
    return [];
  }
}

export const show = async (reader: Reader): Promise<string> => `${(await reader.title?.()) ?? 'untitled'}: ${(await reader.rows()).join()}`;

export const forget = async (reader: Reader, row: string): Promise<void> => {
  await reader.forget?.(row);
  console.log(`${row} is forgotten`);
};

export const readers: Record<string, Reader> = { tides: new Tides(), nothing: new Nothing() };
