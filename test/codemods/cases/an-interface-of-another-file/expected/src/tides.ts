import type { RowReader } from './contracts/index.js';
import * as documents from './storage/documents.js';

export class Tides implements RowReader {
  async title(): Promise<string> {
    return documents.get('data/title.txt', 'utf8');
  }

  rows(): string[] {
    return ['high', 'low'];
  }

  count(): number {
    return this.rows().length;
  }

  async rename(title: string): Promise<void> {
    await documents.put('data/title.txt', title);
  }
}
