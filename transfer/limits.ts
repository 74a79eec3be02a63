/** What KV and R2 take, and what a key may be. It measures; it cuts nothing to fit. */
import { byteSize } from '../core/byte-size.js';
import type { LeftOut, LeftOutCode } from './manifest.js';
import type { StoreKind } from './record.js';

const MIB = 1024 * 1024;

interface Limits {
  name: string;
  valueBytes: number;
  keyBytes: number;
}

/** developers.cloudflare.com/kv/platform/limits, /r2/platform/limits: a value of KV, a single put of R2; keys in bytes of UTF-8. */
export const LIMITS: Record<StoreKind, Limits> = {
  kv_namespaces: { name: 'KV', valueBytes: 25 * MIB, keyBytes: 512 },
  r2_buckets: { name: 'R2', valueBytes: Math.floor(4.995 * 1024) * MIB, keyBytes: 1024 },
};

/** Pairs of one bulk write, and bytes of its body: the API takes 10,000 and 100 MB. A little room is left for what surrounds the pairs. */
export const BULK = { pairs: 10_000, bytes: 95_000_000 };

/** wrangler refuses to put larger objects. */
export const WRANGLER_OBJECT_BYTES = 300 * MIB;

/** Why a path can be no key; null when it can. */
export function problemOfKey(kind: StoreKind, path: string, key: string): LeftOut | null {
  const { name, keyBytes } = LIMITS[kind];
  const no = (code: LeftOutCode, detail: string): LeftOut => ({ path, code, detail });
  if (key === '' || key === '.' || key === '..') return no('no-key', `${name} refuses the key "${key}"`);
  if (/\p{Surrogate}/u.test(key)) return no('unnameable', 'its name is no valid Unicode, so no key can stand for it');
  if (kind === 'r2_buckets' && /[\r\n]/.test(key)) return no('unnameable', 'its name holds a line break, which no tool that uploads to R2 hands on');
  const bytes = Buffer.byteLength(key);
  return bytes > keyBytes ? no('long-key', `its key has ${bytes} bytes; ${name} takes ${keyBytes}`) : null;
}

export function problemOfSize(kind: StoreKind, path: string, bytes: number): LeftOut | null {
  const { name, valueBytes } = LIMITS[kind];
  return bytes > valueBytes ? { path, code: 'too-large', detail: `it has ${byteSize(bytes)}; ${name} takes ${valueBytes / MIB} MiB (${byteSize(valueBytes)})` } : null;
}
