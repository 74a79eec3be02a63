export interface Store<K extends string, V> {
  get(key: K): V | undefined;
  all<T extends V>(pick: (value: V) => value is T): Map<K, T>;
  put(key: K, value: V): void;
}
