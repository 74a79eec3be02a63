import { Table } from './table.js';
import * as documents from './storage/documents.js';

export class Tides extends Table {
  #name = 'Tides';

  async title(): Promise<string> {
    return (await documents.get('data/title.txt', 'utf8')) || (await super.title());
  }

  async flush(): Promise<void> {
    await documents.put('data/title.txt', this.#name);
  }
}
