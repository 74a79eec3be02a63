/** The stores that documents can move to: what planning has to know of each to choose it, and a codemod to write for it. No words for reports, no code. */

export interface Store {
  /** Codemod that moves documents there. */
  codemod: string;
  target: 'kv' | 'r2';
  /** As the wrangler configuration calls its bindings. */
  kind: 'kv_namespaces' | 'r2_buckets';
  /** Name of its first binding. */
  binding: string;
  /** What readers call it. */
  name: string;
  /** Text that stands for the id that is given when the store is made; absent where there is none. */
  placeholder?: string;
  /** It can put a document only when there is none, or only when it is as it was read. */
  conditional: boolean;
}

export const STORES: readonly Store[] = [
  { codemod: 'fs-to-kv', target: 'kv', kind: 'kv_namespaces', binding: 'DOCUMENTS', name: 'KV', placeholder: 'put-the-id-of-your-namespace-here', conditional: false },
  { codemod: 'fs-to-r2', target: 'r2', kind: 'r2_buckets', binding: 'FILES', name: 'R2', conditional: true },
];

/** The store that a codemod moves documents to. Throws for one that moves none. */
export function storeOf(codemod: string): Store {
  const store = STORES.find((one) => one.codemod === codemod);
  if (!store) throw new Error(`${codemod} moves no documents`);
  return store;
}
