// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { AsyncLocalStorage } from 'node:async_hooks';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/tides';

// What a step has seen of each key: its version, or that there is none; and what it has written itself beside that, such as a draft
// that is given its name afterwards: another request may write a draft of the same name.
const step = new AsyncLocalStorage();
const CONFLICT = new Error('another request wrote in between');

function seen(key, object) {
  const versions = step.getStore()?.versions;
  if (versions && !versions.has(key)) versions.set(key, object?.etag ?? null);
  return object;
}

// In a step, a key that was seen is written only as long as it is as it was.
async function write(key, data) {
  const { versions, drafts } = step.getStore() ?? {};
  const version = versions?.get(key);
  if (!versions || version === undefined) {
    if (ArrayBuffer.isView(data)) drafts?.set(key, data);
    await kept(env.FILES.put(key, data));
    return;
  }
  const written = await kept(env.FILES.put(key, data, { onlyIf: version === null ? { etagDoesNotMatch: '*' } : { etagMatches: version } }));
  if (written === null) throw CONFLICT;
  versions.set(key, written.etag);
}

// Done again with what the others wrote, up to twenty times, each time after a longer pause.
export async function atomically(work) {
  if (step.getStore()) return work();
  for (let attempt = 1; ; attempt++) {
    try {
      return await step.run({ versions: new Map(), drafts: new Map() }, work);
    } catch (error) {
      if (error !== CONFLICT || attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1000, 10 * 2 ** attempt)));
    }
  }
}

// What an open file is read from: up to 8 MiB at once, a longer document piece by piece, as long as nobody writes it anew.
async function contentOf(key) {
  const object = seen(key, await env.FILES.get(key));
  if (object === null) return null;
  const { size, etag } = object;
  const mtimeMs = Number(object.customMetadata?.mtime) * 1000 || object.uploaded.getTime();
  const whole = size <= 8 * 1024 * 1024 ? Buffer.from(await object.arrayBuffer()) : null;
  if (!whole) await object.body.cancel();
  const piece = async (from, length) => {
    if (whole) return whole.subarray(from, from + length);
    if (from >= size || length === 0) return Buffer.alloc(0);
    const part = await env.FILES.get(key, { range: { offset: from, length: Math.min(length, size - from) } });
    if (part?.etag !== etag) throw Object.assign(new Error(`${key} was written anew while it was read`), { code: 'EBUSY' });
    return Buffer.from(await part.arrayBuffer());
  };
  return { size, mtimeMs, piece };
}

// Bytes that grow where they are written.
function draftOf(before) {
  let held = Buffer.from(before);
  let size = held.length;
  const room = (end) => {
    if (end > held.length) held = Buffer.concat([held, Buffer.alloc(Math.max(end, 2 * held.length) - held.length)]);
  };
  return {
    size: () => size,
    bytes: () => held.subarray(0, size),
    write(data, position) {
      room(position + data.length);
      held.set(data, position);
      size = Math.max(size, position + data.length);
    },
    truncate(length) {
      room(length);
      held.fill(0, Math.min(size, length));
      size = length;
    },
  };
}

export async function get(key) {
  const object = seen(key, await env.FILES.get(key));
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await write(key, data);
}

export async function create(key, data) {
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  return (await kept(env.FILES.put(key, data, { onlyIf: { etagDoesNotMatch: '*' } }))) !== null;
}

// What is written is put when it is closed or flushed, as a whole.
export async function open(key, flags = 'r') {
  if (flags.includes('x') && !(await create(key, Buffer.alloc(0)))) return false;
  const anew = flags.startsWith('w');
  const found = anew ? null : await contentOf(key);
  if (found === null && flags.startsWith('r')) return null;
  const content = found ?? { size: 0, mtimeMs: Date.now(), piece: async () => Buffer.alloc(0) };
  const draft = flags === 'r' || flags === 'rs' || flags === 'sr' ? null : draftOf(await content.piece(0, content.size));
  let { mtimeMs } = content;
  let at = 0;
  let closed = false;
  const failed = (code, errno, text, syscall) => Object.assign(new Error(`${code}: ${text}, ${syscall}`), { errno, code, syscall });
  const mayUse = (syscall) => {
    if (closed) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
  };
  const mayRead = (syscall) => {
    mayUse(syscall);
    if (draft && !flags.includes('+')) throw failed('EBADF', -9, 'bad file descriptor', 'read');
  };
  const mayWrite = (syscall) => {
    mayUse(syscall);
    if (!draft) throw failed('EBADF', -9, 'bad file descriptor', 'write');
  };
  const pieceOf = async (from, length) => (draft ? draft.bytes().subarray(from, from + length) : content.piece(from, length));
  const bytesOf = (data, encoding) => {
    if (typeof data === 'string') return Buffer.from(data, encoding ?? 'utf8');
    if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
    return Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  };
  let dirty = (anew || found === null) && !flags.includes('x');
  let edits = [];
  const change = (edit) => {
    if (draft) edit(draft);
    edits.push(edit);
    dirty = true;
    mtimeMs = Date.now();
  };
  const writeAt = (data, position) => {
    const place = position < 0 ? at : position;
    if (flags.startsWith('a')) change((one) => one.write(data, one.size()));
    else change((one) => one.write(data, place));
    if (position < 0) at = flags.startsWith('a') && draft ? draft.size() : place + data.length;
  };
  const keep = async () => {
    if (!dirty || !draft) return;
    dirty = false;
    if (anew) return put(key, draft.bytes());
    const done = edits;
    edits = [];
    // Done to what the document is by now: another request may have written elsewhere in it.
    await atomically(async () => {
      const now = await get(key);
      if (now === null && !flags.startsWith('a')) return;
      const after = draftOf(now ?? Buffer.alloc(0));
      for (const edit of done) edit(after);
      await put(key, after.bytes());
    });
  };
  return {
    async read(buffer, offset, length, position) {
      mayUse('read');
      const from = offset ?? 0;
      const wanted = length ?? buffer.byteLength - from;
      if (from < 0 || wanted < 0 || from + wanted > buffer.byteLength) throw Object.assign(new RangeError('The value of "length" is out of range.'), { code: 'ERR_OUT_OF_RANGE' });
      mayRead('read');
      const place = Number(position ?? -1);
      const piece = await pieceOf(place < 0 ? at : place, wanted);
      buffer.set(piece, from);
      if (place < 0) at += piece.length;
      return { bytesRead: piece.length, buffer };
    },
    async readFile(options) {
      mayRead('readFile');
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const rest = Buffer.from(await pieceOf(at, Math.max(0, (draft?.size() ?? content.size) - at)));
      at += rest.length;
      return encoding ? rest.toString(encoding) : rest;
    },
    async stat() {
      mayUse('fstat');
      return { size: draft?.size() ?? content.size, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => true, isDirectory: () => false, isSymbolicLink: () => false };
    },
    async write(data, offset, length, position) {
      mayUse('write');
      if (typeof data === 'string') {
        const bytes = Buffer.from(data, (length ?? 'utf8'));
        mayWrite('write');
        writeAt(bytes, offset ?? -1);
        return { bytesWritten: bytes.length, buffer: data };
      }
      const from = offset ?? 0;
      const wanted = Number(length ?? data.byteLength - from);
      if (from < 0 || wanted < 0 || from + wanted > data.byteLength) throw Object.assign(new RangeError('The value of "length" is out of range.'), { code: 'ERR_OUT_OF_RANGE' });
      mayWrite('write');
      writeAt(Buffer.from(bytesOf(data).subarray(from, from + wanted)), position ?? -1);
      return { bytesWritten: wanted, buffer: data };
    },
    async writeFile(data, options) {
      mayWrite('writeFile');
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1);
    },
    async appendFile(data, options) {
      mayWrite('writeFile');
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1);
    },
    async truncate(length) {
      mayUse('ftruncate');
      if (!draft) throw failed('EINVAL', -22, 'invalid argument', 'ftruncate');
      change((one) => one.truncate(Math.max(0, length ?? 0)));
    },
    async sync() {
      mayUse('fsync');
      await keep();
    },
    async datasync() {
      mayUse('fdatasync');
      await keep();
    },
    async close() {
      closed = true;
      await keep();
    },
  };
}
