// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/pilots';

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

// Every put is seen as a whole, so that it needs no draft.
export async function putThrough(_draft, key, data) {
  await put(key, data);
}

export async function has(key) {
  return (await env.FILES.head(key)) !== null;
}
