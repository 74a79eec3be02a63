// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { env, waitUntil } from 'cloudflare:workers';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'data/tides';

async function piecesOf(key, start, end) {
  if (start === 0 && end === Infinity) return (await env.FILES.get(key))?.body.values() ?? null;
  const head = await env.FILES.head(key);
  if (head === null) return null;
  const length = Math.min(end + 1, head.size) - start;
  if (length <= 0) return (async function* () {})();
  return (await env.FILES.get(key, { range: { offset: start, length } }))?.body.values() ?? null;
}

// What an open file is read from: up to 8 MiB at once, a longer document piece by piece, as long as nobody writes it anew.
async function contentOf(key) {
  const object = await env.FILES.get(key);
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
  const object = await env.FILES.get(key);
  return object === null ? null : Buffer.from(await object.arrayBuffer());
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined;
}

export function readStream(key, options, missing) {
  const { encoding, start = 0, end = Infinity, highWaterMark } = typeof options === 'string' ? { encoding: options } : options ?? {};
  let pieces;
  const stream = new Readable({
    ...(encoding ? { encoding } : {}),
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      piecesOf(key, start, end).then((found) => {
        if (found === null) return done(missing());
        pieces = found;
        done();
        stream.emit('open');
        stream.emit('ready');
      }, done);
    },
    read() {
      pieces.next().then(({ done, value }) => stream.push(done ? null : Buffer.from(value)), (error) => stream.destroy(error));
    },
  });
  return Object.assign(stream, { close: (done) => void stream.destroy(undefined).once('close', done ?? (() => {})) });
}

// Put as a whole when it ends, or in parts of 8 MiB where it is longer; nobody sees it before that.
export function writeStream(key, options) {
  const { encoding, highWaterMark } = typeof options === 'string' ? { encoding: options } : options ?? {};
  const size = 8 * 1024 * 1024;
  let held = Buffer.alloc(0);
  let upload;
  const parts = [];
  const send = async (bytes) => {
    upload ??= await env.FILES.createMultipartUpload(key);
    parts.push(await upload.uploadPart(parts.length + 1, bytes));
  };
  const take = async (piece) => {
    held = Buffer.concat([held, piece]);
    for (; held.length >= size; held = held.subarray(size)) await send(held.subarray(0, size));
  };
  const complete = async () => {
    if (!upload) return put(key, held);
    if (held.length > 0) await send(held);
    await upload.complete(parts);
  };
  const stream = Object.assign(new Writable({
    defaultEncoding: encoding ?? 'utf8',
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      // Also when the answer is out before, or nobody waits for it.
      waitUntil(new Promise((resolve) => stream.once('close', resolve)));
      done();
      stream.emit('open');
      stream.emit('ready');
    },
    write(piece, _encoding, done) {
      stream.bytesWritten += piece.length;
      take(piece).then(() => done(), done);
    },
    final(done) {
      complete().then(() => done(), done);
    },
    destroy(error, done) {
      (error ? upload?.abort() ?? Promise.resolve() : Promise.resolve()).then(() => done(error), () => done(error));
    },
  }), { bytesWritten: 0, close: (done) => void stream.once('close', done ?? (() => {})).end() });
  return stream;
}

// What is written is put when it is closed or flushed, as a whole.
export async function open(key, flags = 'r') {
  const anew = flags.startsWith('w');
  const found = anew ? null : await contentOf(key);
  if (found === null && flags.startsWith('r')) return null;
  const content = found ?? { size: 0, mtimeMs: Date.now(), piece: async () => Buffer.alloc(0) };
  const draft = flags === 'r' || flags === 'rs' || flags === 'sr' ? null : draftOf(await content.piece(0, content.size));
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
  let dirty = anew && !flags.includes('x');
  const change = (edit) => {
    if (draft) edit(draft);
    dirty = true;
  };
  const writeAt = (data, position) => {
    const place = position < 0 ? at : position;
    change((one) => one.write(data, place));
    if (position < 0) at = place + data.length;
  };
  const keep = async () => {
    if (!dirty || !draft) return;
    dirty = false;
    await put(key, draft.bytes());
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
