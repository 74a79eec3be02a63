// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer';
import { env, waitUntil } from 'cloudflare:workers';
import path from 'node:path';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

// However a path is written it is one place: relative, with `..`, with a drive or the backslashes of Windows. Workers run
// in /bundle and resolve relative paths from /, so both are the working folder.
function placeOf(file) {
  const windows = /^(?:[a-z]:[\\/]|\\\\)/i.test(file);
  const place = path.resolve(windows ? `/${file.slice(0, 1).toUpperCase()}${file.slice(1)}`.replaceAll('\\', '/') : file);
  return place.replace(/^\/bundle(?=\/|$)/, '') || '/';
}

// The whole path, without the slash at its front.
export function keyOf(file) {
  const place = placeOf(file);
  return place.slice(1);
}

export async function get(key) {
  const bytes = await env.DOCUMENTS.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`);
  await kept(env.DOCUMENTS.put(key, data));
}

export const inBundle = (place) => place;
