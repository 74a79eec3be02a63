// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { env } from 'cloudflare:workers';

export const folder = 'data/tides';

export async function get(key: string) {
  const object = await env.FILES.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key: string, data: Uint8Array) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await env.FILES.put(key, data);
}

// A copy and a removal: another request can see both.
export async function rename(from: string, to: string) {
  if (from === to) return (await env.FILES.head(from)) !== null;
  if (!(await copy(from, to))) return false;
  await env.FILES.delete(from);
  return true;
}

export async function copy(from: string, to: string) {
  const object = await env.FILES.get(from);
  if (object === null) return false;
  await env.FILES.put(to, object.body);
  return true;
}
