import * as documents from './storage/documents.js';

interface Reader {
  /** One line per tide. */
  rows(): Promise<string[]>;
  title: string;
}

class Tides implements Reader {
  title = 'Tides';

  async rows(): Promise<string[]> {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'));
  }
}

class Nothing implements Reader {
  title = 'Nothing';

  async rows(): Promise<string[]> {
    return [];
  }
}

const longest = async (reader: Reader): Promise<number> => (await reader.rows()).reduce((most, row) => Math.max(most, row.length), 0);

export const heading = async (kind: string): Promise<string> => {
  const reader: Reader = kind === 'tides' ? new Tides() : new Nothing();
  return `${reader.title} (${(await reader.rows()).length}, up to ${await longest(reader)})`;
};

export const save = async (rows: string[]): Promise<void> => documents.put('data/tides.json', JSON.stringify(rows));
