import { Table } from './table.js';
import { Tides } from './tides.js';

class Winds extends Table {
  title() {
    return 'Winds';
  }
}

const close = (table: Table): void => {
  table.flush();
  console.log('flushed');
};

export const show = (kind: string): string => {
  const table = kind === 'tides' ? new Tides() : new Winds();
  const heading = table.heading();
  close(table);
  return heading;
};
export const plain = (): string => new Table().title().toUpperCase();
