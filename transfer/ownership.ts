/** Which of several folders that share a store a key belongs to: the one that had it, else the one whose patterns name it, else the nearest. */
import type { ManifestStore } from './manifest.js';
import { matcher } from './patterns.js';

type Owned = Pick<ManifestStore, 'binding' | 'root' | 'keyPrefix' | 'include' | 'entries'>;

/** Says of a key whether it is one of `store`. */
export function ownKeys(store: Owned, stores: readonly Owned[]): (key: string) => boolean {
  const beside = stores.filter((other) => other.binding === store.binding).toSorted((a, b) => b.keyPrefix.length - a.keyPrefix.length);
  if (beside.length < 2) return (key) => key.startsWith(store.keyPrefix);
  const all = beside.map((one) => ({ one, known: new Set(one.entries.map(({ key }) => key)), isNamed: matcher(one.include) }));
  return (key) => {
    const near = all.filter(({ one }) => key.startsWith(one.keyPrefix));
    const owner = near.find(({ known }) => known.has(key)) ?? near.find(({ one, isNamed }) => isNamed(key.slice(one.keyPrefix.length))) ?? near[0];
    return owner?.one.root === store.root && owner?.one.binding === store.binding;
  };
}
