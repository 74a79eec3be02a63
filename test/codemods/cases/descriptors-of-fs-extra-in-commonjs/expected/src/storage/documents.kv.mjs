// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer'
import { env, waitUntil } from 'cloudflare:workers'

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined))
  return work
}

export const folder = 'data/tides'

// What an open file is read from: KV gives a document as a whole.
async function contentOf(key) {
  const { value, metadata } = await env.DOCUMENTS.getWithMetadata(key, 'arrayBuffer')
  if (value === null) return null
  const bytes = Buffer.from(value)
  return { size: bytes.length, mtimeMs: metadata?.mtimeMs ?? 0, piece: async (from, length) => bytes.subarray(from, from + length) }
}

// Bytes that grow where they are written.
function draftOf(before) {
  let held = Buffer.from(before)
  let size = held.length
  const room = (end) => {
    if (end > held.length) held = Buffer.concat([held, Buffer.alloc(Math.max(end, 2 * held.length) - held.length)])
  }
  return {
    size: () => size,
    bytes: () => held.subarray(0, size),
    write(data, position) {
      room(position + data.length)
      held.set(data, position)
      size = Math.max(size, position + data.length)
    },
    truncate(length) {
      room(length)
      held.fill(0, Math.min(size, length))
      size = length
    },
  }
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' })
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`)
  await kept(env.DOCUMENTS.put(key, data, { metadata: { size: data.byteLength, mtimeMs: Date.now() } }))
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined
}

// What is written is put when it is closed or flushed, as a whole.
export async function open(key, flags = 'r') {
  const anew = flags.startsWith('w')
  const found = anew ? null : await contentOf(key)
  if (found === null && flags.startsWith('r')) return null
  const content = found ?? { size: 0, mtimeMs: Date.now(), piece: async () => Buffer.alloc(0) }
  const draft = flags === 'r' || flags === 'rs' || flags === 'sr' ? null : draftOf(await content.piece(0, content.size))
  let { mtimeMs } = content
  let at = 0
  let closed = false
  const failed = (code, errno, text, syscall) => Object.assign(new Error(`${code}: ${text}, ${syscall}`), { errno, code, syscall })
  const mayUse = (syscall) => {
    if (closed) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall })
  }
  const mayRead = (syscall) => {
    mayUse(syscall)
    if (draft && !flags.includes('+')) throw failed('EBADF', -9, 'bad file descriptor', 'read')
  }
  const mayWrite = (syscall) => {
    mayUse(syscall)
    if (!draft) throw failed('EBADF', -9, 'bad file descriptor', 'write')
  }
  const pieceOf = async (from, length) => (draft ? draft.bytes().subarray(from, from + length) : content.piece(from, length))
  const bytesOf = (data, encoding) => {
    if (typeof data === 'string') return Buffer.from(data, encoding ?? 'utf8')
    if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' })
    return Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  let dirty = anew && !flags.includes('x')
  const change = (edit) => {
    if (draft) edit(draft)
    dirty = true
    mtimeMs = Date.now()
  }
  const writeAt = (data, position) => {
    const place = position < 0 ? at : position
    change((one) => one.write(data, place))
    if (position < 0) at = place + data.length
  }
  const keep = async () => {
    if (!dirty || !draft) return
    dirty = false
    await put(key, draft.bytes())
  }
  return {
    async read(buffer, offset, length, position) {
      mayUse('read')
      const from = offset ?? 0
      const wanted = length ?? buffer.byteLength - from
      if (from < 0 || wanted < 0 || from + wanted > buffer.byteLength) throw Object.assign(new RangeError('The value of "length" is out of range.'), { code: 'ERR_OUT_OF_RANGE' })
      mayRead('read')
      const place = Number(position ?? -1)
      const piece = await pieceOf(place < 0 ? at : place, wanted)
      buffer.set(piece, from)
      if (place < 0) at += piece.length
      return { bytesRead: piece.length, buffer }
    },
    async readFile(options) {
      mayRead('readFile')
      const encoding = typeof options === 'string' ? options : options?.encoding
      const rest = Buffer.from(await pieceOf(at, Math.max(0, (draft?.size() ?? content.size) - at)))
      at += rest.length
      return encoding ? rest.toString(encoding) : rest
    },
    async stat() {
      mayUse('fstat')
      return { size: draft?.size() ?? content.size, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => true, isDirectory: () => false, isSymbolicLink: () => false }
    },
    async write(data, offset, length, position) {
      mayUse('write')
      if (typeof data === 'string') {
        const bytes = Buffer.from(data, (length ?? 'utf8'))
        mayWrite('write')
        writeAt(bytes, offset ?? -1)
        return { bytesWritten: bytes.length, buffer: data }
      }
      const from = offset ?? 0
      const wanted = Number(length ?? data.byteLength - from)
      if (from < 0 || wanted < 0 || from + wanted > data.byteLength) throw Object.assign(new RangeError('The value of "length" is out of range.'), { code: 'ERR_OUT_OF_RANGE' })
      mayWrite('write')
      writeAt(Buffer.from(bytesOf(data).subarray(from, from + wanted)), position ?? -1)
      return { bytesWritten: wanted, buffer: data }
    },
    async writeFile(data, options) {
      mayWrite('writeFile')
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1)
    },
    async appendFile(data, options) {
      mayWrite('writeFile')
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1)
    },
    async truncate(length) {
      mayUse('ftruncate')
      if (!draft) throw failed('EINVAL', -22, 'invalid argument', 'ftruncate')
      change((one) => one.truncate(Math.max(0, length ?? 0)))
    },
    async sync() {
      mayUse('fsync')
      await keep()
    },
    async datasync() {
      mayUse('fdatasync')
      await keep()
    },
    async close() {
      closed = true
      await keep()
    },
  }
}
