// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept<T>(work: Promise<T>): Promise<T> {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = process.env.BOATS_DIR || 'data/boats';

// All that lies below a prefix, a thousand names at a time.
async function below(prefix: string): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await env.FILES.list({ prefix, cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return names;
}

export async function put(key: string, data: Uint8Array) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function entries(key: string, recursive: boolean): Promise<{ name: string; isFolder: boolean }[] | null> {
  const found = new Map<string, boolean>();
  for (const name of await below(key === '' ? '' : `${key}/`)) {
    const parts = name.split('/');
    const depth = recursive ? parts.length : 1;
    for (let length = 1; length <= depth; length++) found.set(parts.slice(0, length).join('/'), length < parts.length);
  }
  return [...found].map(([name, isFolder]) => ({ name, isFolder }));
}
