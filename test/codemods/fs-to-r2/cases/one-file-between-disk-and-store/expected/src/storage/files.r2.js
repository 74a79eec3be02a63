// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data';

export async function get(key) {
  const object = await env.FILES.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function has(key) {
  return (await env.FILES.head(key)) !== null;
}

// The file is one of the bundle, or of /tmp, which lives as long as the request.
export async function copyIn(file, key) {
  try {
    await put(key, await fs.promises.readFile(file));
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

export async function moveIn(file, key) {
  if (!(await copyIn(file, key))) return false;
  await fs.promises.unlink(file);
  return true;
}

export async function copyOut(key, file) {
  const bytes = await get(key);
  if (bytes === null) return false;
  await fs.promises.writeFile(file, bytes);
  return true;
}
