// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer'
import { env, waitUntil } from 'cloudflare:workers'

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined))
  return work
}

export const folder = 'data'

async function isFolder(key) {
  const page = await env.FILES.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 })
  return page.objects.length > 0
}

export async function get(key) {
  const object = await env.FILES.get(key)
  return object === null ? null : Buffer.from(await object.arrayBuffer())
}

export const getOrNone = get

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' })
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`)
  await kept(env.FILES.put(key, data))
}

export async function remove(key) {
  if ((await kept(env.FILES.head(key))) === null) return false
  await kept(env.FILES.delete(key))
  return true
}

export async function copy(from, to) {
  const object = await kept(env.FILES.get(from))
  if (object === null) return false
  await kept(env.FILES.put(to, object.body))
  return true
}

// What was moved here with its time keeps it, as rclone writes it (seconds), until it is written again.
export async function stat(key) {
  const object = key === '' ? null : await env.FILES.head(key)
  const folder = object === null && (await isFolder(key))
  if (object === null && !folder) return null
  const mtimeMs = Number(object?.customMetadata?.mtime) * 1000 || (object?.uploaded.getTime() ?? 0)
  return { size: object?.size ?? 0, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false }
}
