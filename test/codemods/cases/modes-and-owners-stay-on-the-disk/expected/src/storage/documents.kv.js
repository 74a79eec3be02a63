// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data';

async function isFolder(key) {
  const page = await env.DOCUMENTS.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 });
  return page.keys.length > 0;
}

export async function get(key) {
  const bytes = await env.DOCUMENTS.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`);
  await kept(env.DOCUMENTS.put(key, data, { metadata: { size: data.byteLength, mtimeMs: Date.now() } }));
}

export async function truncate(key, length) {
  const before = await get(key);
  if (before === null) return false;
  const after = Buffer.alloc(length);
  before.copy(after);
  await put(key, after);
  return true;
}

export async function has(key) {
  const body = key === '' ? null : await env.DOCUMENTS.get(key, 'stream');
  await body?.cancel();
  return body !== null || (await isFolder(key));
}

// Size and time stand in the metadata; what was put there by other means is measured, and has no time.
export async function stat(key) {
  const { value, metadata } = await env.DOCUMENTS.getWithMetadata(key, 'arrayBuffer');
  const folder = value === null && (await isFolder(key));
  if (value === null && !folder) return null;
  const size = metadata?.size ?? value?.byteLength ?? 0;
  const mtimeMs = metadata?.mtimeMs ?? 0;
  return { size, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false };
}

// There are no links.
export async function lstat(key) {
  return stat(key);
}

// There are no links to follow.
export async function realPath(key) {
  return (await stat(key)) === null ? null : path.resolve(folder, key);
}

// There are no modes: whoever has the binding may read and write.
export async function changeMode(key, _mode) {
  return has(key);
}

// There are no owners.
export async function changeOwner(key, _owner, _group) {
  return has(key);
}

// Only the time of the last change is kept; the document is written anew with it.
export async function changeTimes(key, _accessed, changed) {
  const bytes = key === '' ? null : await env.DOCUMENTS.get(key, 'arrayBuffer');
  if (bytes === null) return isFolder(key);
  await kept(env.DOCUMENTS.put(key, bytes, { metadata: { size: bytes.byteLength, mtimeMs: changed instanceof Date ? changed.getTime() : Number(changed) * 1000 } }));
  return true;
}
