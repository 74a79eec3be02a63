// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { env, waitUntil } from 'cloudflare:workers';
import path from 'node:path';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept<T>(work: Promise<T>): Promise<T> {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

// However a path is written it is one place: relative, with `..`, with a drive or the backslashes of Windows. Workers run
// in /bundle and resolve relative paths from /, so both are the working folder.
function placeOf(file: string) {
  const windows = /^(?:[a-z]:[\\/]|\\\\)/i.test(file);
  const place = path.resolve(windows ? `/${file.slice(0, 1).toUpperCase()}${file.slice(1)}`.replaceAll('\\', '/') : file);
  return place.replace(/^\/bundle(?=\/|$)/, '') || '/';
}

// The whole path, without the slash at its front.
export function keyOf(file: string) {
  const place = placeOf(file);
  return place.slice(1);
}

async function isFolder(key: string) {
  const page = await env.FILES.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 });
  return page.objects.length > 0;
}

export async function get(key: string) {
  const object = await env.FILES.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key: string, data: Uint8Array) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function has(key: string) {
  return (await env.FILES.head(key)) !== null;
}

// The file is one of the bundle, or of /tmp, which lives as long as the request.
export async function copyIn(file: string, key: string) {
  try {
    await put(key, await fs.promises.readFile(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export async function moveIn(file: string, key: string) {
  if (!(await copyIn(file, key))) return false;
  await fs.promises.unlink(file);
  return true;
}

export async function copyOut(key: string, file: string) {
  const bytes = await get(key);
  if (bytes === null) return false;
  await fs.promises.writeFile(file, bytes);
  return true;
}

// What was moved here with its time keeps it, as rclone writes it (seconds), until it is written again.
export async function stat(key: string) {
  const object = key === '' ? null : await env.FILES.head(key);
  const folder = object === null && (await isFolder(key));
  if (object === null && !folder) return null;
  const mtimeMs = Number(object?.customMetadata?.mtime) * 1000 || (object?.uploaded.getTime() ?? 0);
  return { size: object?.size ?? 0, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false };
}
