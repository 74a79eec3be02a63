import { Table } from './table.js';

export class Empty extends Table {
  rows(): string[] {
    return [];
  }

  protected readonly note = undefined;
}
