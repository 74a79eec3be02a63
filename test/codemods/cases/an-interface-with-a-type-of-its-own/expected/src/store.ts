export interface Store<K extends string, V> {
  get(key: K): Promise<V | undefined>;
  all<T extends V>(pick: (value: V) => value is T): Promise<Map<K, T>>;
  put(key: K, value: V): Promise<void>;
}
