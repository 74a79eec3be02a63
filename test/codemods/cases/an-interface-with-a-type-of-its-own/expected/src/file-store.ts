import type { Store } from './store.js';
import * as documents from './storage/documents.js';

export class FileStore<V> implements Store<string, V> {
  async get(key: string): Promise<V | undefined> {
    return (await this.load())[key];
  }

  async all<T extends V>(pick: (value: V) => value is T): Promise<Map<string, T>> {
    return new Map(Object.entries(await this.load()).filter((entry): entry is [string, T] => pick(entry[1])));
  }

  async put(key: string, value: V): Promise<void> {
    await documents.put('data/tides.json', JSON.stringify({ ...(await this.load()), [key]: value }));
  }

  private async load(): Promise<Record<string, V>> {
    return JSON.parse(await documents.get('data/tides.json', 'utf8'));
  }
}
