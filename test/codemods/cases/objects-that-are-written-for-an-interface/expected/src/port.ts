import * as documents from './storage/documents.js';

interface Reader {
  rows(): Promise<string[]>;
}

const tides: Reader = {
  async rows() {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'));
  },
};

const winds = { rows: async () => ['north'] } satisfies Reader;

const still = (): Reader => ({ rows: async (): Promise<string[]> => [] });

const sorted = async (reader: Reader): Promise<string[]> => [...(await reader.rows())].sort();

class Board {
  reader: Reader = { rows: async () => ['closed'] };

  async show(): Promise<string> {
    return (await this.reader.rows()).join();
  }
}

export const all = async (): Promise<string[]> => [...(await sorted(tides)), ...(await winds.rows()), ...(await sorted({ rows: async () => ['given'] })), ...(await still().rows()), await new Board().show()];
export const save = async (rows: string[]): Promise<void> => documents.put('data/tides.json', JSON.stringify(rows));
