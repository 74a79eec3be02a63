import fs from 'node:fs';
import { Table } from './table.js';

export class Tides extends Table {
  #name = 'Tides';

  title(): string {
    return fs.readFileSync('data/title.txt', 'utf8') || super.title();
  }

  flush(): void {
    fs.writeFileSync('data/title.txt', this.#name);
  }
}
