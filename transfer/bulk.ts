/** The files of `wrangler kv bulk put` and `kv bulk delete`: pairs as JSON, in batches that the API takes. Values keep every byte. */
import { isUtf8 } from 'node:buffer';
import { BULK } from './limits.js';
import type { Entry } from './manifest.js';

/** What the adapter of the seam writes beside each document, and reads for `stat`. */
export const metadataOf = (entry: Pick<Entry, 'size' | 'mtimeMs'>): { size: number; mtimeMs: number } => ({ size: entry.size, mtimeMs: entry.mtimeMs });

/** One pair as JSON: text as it is; base64 where the bytes are no UTF-8, or where escapes would make the text the longer form. */
export function pairText(entry: Entry, bytes: Buffer): string {
  const rest = `"metadata":${JSON.stringify(metadataOf(entry))}}`;
  const key = JSON.stringify(entry.key);
  const text = isUtf8(bytes) ? JSON.stringify(bytes.toString('utf8')) : null;
  if (text !== null && Buffer.byteLength(text) <= Math.max(64, Math.ceil(bytes.length / 3) * 4)) return `{"key":${key},"value":${text},${rest}`;
  return `{"key":${key},"value":"${bytes.toString('base64')}","base64":true,${rest}`;
}

/** Items as JSON arrays, one after the other, none over the limits. */
export function* inBatches(items: Iterable<string>, limits: { pairs: number; bytes: number } = BULK): Generator<string> {
  let batch: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = Buffer.byteLength(item) + 2;
    if (batch.length > 0 && (batch.length === limits.pairs || bytes + more > limits.bytes)) {
      yield arrayText(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += more;
  }
  if (batch.length > 0) yield arrayText(batch);
}

const arrayText = (items: readonly string[]): string => `[\n${items.join(',\n')}\n]\n`;
