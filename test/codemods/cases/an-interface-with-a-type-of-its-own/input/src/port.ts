import { FileStore } from './file-store.js';
import type { Store } from './store.js';

class MemoryStore<V> implements Store<string, V> {
  private readonly values = new Map<string, V>();
  get(key: string): V | undefined { return this.values.get(key); }
  all<T extends V>(pick: (value: V) => value is T): Map<string, T> { return new Map([...this.values].filter((entry): entry is [string, T] => pick(entry[1]))); }
  put(key: string, value: V): void { this.values.set(key, value); }
}

const store: Store<string, number> = process.env['PORT_MEMORY'] ? new MemoryStore<number>() : new FileStore<number>();

export const level = (tide: string): number => store.get(tide) ?? 0;
export const record = (tide: string, height: number): void => store.put(tide, height);
export const known = (): string[] => [...store.all((value): value is number => value > 0).keys()];
