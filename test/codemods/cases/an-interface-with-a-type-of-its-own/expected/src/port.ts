import { FileStore } from './file-store.js';
import type { Store } from './store.js';

class MemoryStore<V> implements Store<string, V> {
  private readonly values = new Map<string, V>();
  async get(key: string): Promise<V | undefined> { return this.values.get(key); }
  async all<T extends V>(pick: (value: V) => value is T): Promise<Map<string, T>> { return new Map([...this.values].filter((entry): entry is [string, T] => pick(entry[1]))); }
  async put(key: string, value: V): Promise<void> { this.values.set(key, value); }
}

const store: Store<string, number> = process.env['PORT_MEMORY'] ? new MemoryStore<number>() : new FileStore<number>();

export const level = async (tide: string): Promise<number> => (await store.get(tide)) ?? 0;
export const record = async (tide: string, height: number): Promise<void> => store.put(tide, height);
export const known = async (): Promise<string[]> => [...(await store.all((value): value is number => value > 0)).keys()];
