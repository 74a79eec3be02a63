/** Fills and reads the stores of a running workerd past the app, through the storage Worker that runs beside it. */
import type { Miniflare } from 'miniflare';

export type StoreKind = 'kv_namespaces' | 'r2_buckets';

export interface StoredValue {
  key: string;
  bytes: Buffer;
}

/** Name of the Worker that answers. */
export const STORAGE = 'cf-migrate-storage';

/** Base64 of one order to the storage Worker; far below any limit of a request. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_KEYS = 100;

/** miniflare types its Workers by a package that is not installed here; this is the part that is used. */
interface StorageWorker {
  fetch(url: string, init: { method: string; body: string }): Promise<{ status: number; text(): Promise<string>; json(): Promise<unknown> }>;
}

/** Has a Worker beside the app carry out an order; by default the storage Worker. */
export async function order<T>(miniflare: Miniflare, body: object, name = STORAGE): Promise<T> {
  const worker = (await miniflare.getWorker(name)) as unknown as StorageWorker;
  const response = await worker.fetch('http://storage/', { method: 'POST', body: JSON.stringify(body) });
  if (response.status !== 200) throw new Error(`the stores could not be reached: ${await response.text()}`);
  return (await response.json()) as T;
}

function batches(values: StoredValue[]): StoredValue[][] {
  const all: StoredValue[][] = [[]];
  let size = 0;
  for (const value of values) {
    if (size > 0 && size + value.bytes.length > BATCH_BYTES) {
      all.push([]);
      size = 0;
    }
    all[all.length - 1]?.push(value);
    size += value.bytes.length;
  }
  return all;
}

export async function fillStore(miniflare: Miniflare, kind: StoreKind, binding: string, values: StoredValue[]): Promise<void> {
  for (const batch of batches(values)) {
    await order(miniflare, { kind, binding, put: batch.map(({ key, bytes }) => ({ key, base64: bytes.toString('base64') })) });
  }
}

/** Everything in a store, in the store's own order. */
export async function readStore(miniflare: Miniflare, kind: StoreKind, binding: string): Promise<StoredValue[]> {
  const keys = await order<string[]>(miniflare, { kind, binding, list: true });
  const values: StoredValue[] = [];
  for (let i = 0; i < keys.length; i += BATCH_KEYS) {
    const page = await order<{ key: string; base64: string }[]>(miniflare, { kind, binding, get: keys.slice(i, i + BATCH_KEYS) });
    for (const { key, base64 } of page) values.push({ key, bytes: Buffer.from(base64, 'base64') });
  }
  return values;
}
