import fs from 'node:fs';
import type { RowReader } from './contracts/index.js';

export class Tides implements RowReader {
  title(): string {
    return fs.readFileSync('data/title.txt', 'utf8');
  }

  rows(): string[] {
    return ['high', 'low'];
  }

  count(): number {
    return this.rows().length;
  }

  rename(title: string): void {
    fs.writeFileSync('data/title.txt', title);
  }
}
