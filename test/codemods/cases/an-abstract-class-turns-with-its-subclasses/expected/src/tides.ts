import { Table } from './table.js';
import * as documents from './storage/documents.js';

export class Tides extends Table {
  async rows(): Promise<string[]> {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'));
  }

  protected readonly note = async (): Promise<string> => documents.get('data/note.txt', 'utf8');

  async save(rows: string[], note: string): Promise<void> {
    await documents.put('data/tides.json', JSON.stringify(rows));
    await documents.put('data/note.txt', note);
  }
}
