import path from 'node:path';
import type Storage from './storage.js';
import * as documents from './storage/documents.js';

export class Disk implements Storage {
  constructor(private readonly folder: string = 'data') {}

  async read(name: string): Promise<string> {
    return documents.get(path.join('data', name), 'utf8');
  }

  async write(name: string, text: string): Promise<void> {
    await documents.put(path.join('data', name), text);
  }
}
