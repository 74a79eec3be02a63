import { Table } from './table.js';

export class Empty extends Table {
  async rows(): Promise<string[]> {
    return [];
  }

  protected readonly note = undefined;
}
