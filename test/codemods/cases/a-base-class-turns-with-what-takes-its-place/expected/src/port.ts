import { Table } from './table.js';
import { Tides } from './tides.js';

class Winds extends Table {
  async title() {
    return 'Winds';
  }
}

const close = async (table: Table): Promise<void> => {
  await table.flush();
  console.log('flushed');
};

export const show = async (kind: string): Promise<string> => {
  const table = kind === 'tides' ? new Tides() : new Winds();
  const heading = await table.heading();
  await close(table);
  return heading;
};
export const plain = async (): Promise<string> => (await new Table().title()).toUpperCase();
