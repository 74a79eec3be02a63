import fs from 'node:fs';
import type { Store } from './store.js';

export class FileStore<V> implements Store<string, V> {
  get(key: string): V | undefined {
    return this.load()[key];
  }

  all<T extends V>(pick: (value: V) => value is T): Map<string, T> {
    return new Map(Object.entries(this.load()).filter((entry): entry is [string, T] => pick(entry[1])));
  }

  put(key: string, value: V): void {
    fs.writeFileSync('data/tides.json', JSON.stringify({ ...this.load(), [key]: value }));
  }

  private load(): Record<string, V> {
    return JSON.parse(fs.readFileSync('data/tides.json', 'utf8'));
  }
}
