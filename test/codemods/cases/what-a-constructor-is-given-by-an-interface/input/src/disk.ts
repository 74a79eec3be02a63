import fs from 'node:fs';
import path from 'node:path';
import type Storage from './storage.js';

export class Disk implements Storage {
  constructor(private readonly folder: string = 'data') {}

  read(name: string): string {
    return fs.readFileSync(path.join('data', name), 'utf8');
  }

  write(name: string, text: string): void {
    fs.writeFileSync(path.join('data', name), text);
  }
}
