import fs from 'node:fs';
import { Table } from './table.js';

export class Tides extends Table {
  rows(): string[] {
    return JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));
  }

  protected readonly note = (): string => fs.readFileSync('data/note.txt', 'utf8');

  save(rows: string[], note: string): void {
    fs.writeFileSync('data/tides.json', JSON.stringify(rows));
    fs.writeFileSync('data/note.txt', note);
  }
}
