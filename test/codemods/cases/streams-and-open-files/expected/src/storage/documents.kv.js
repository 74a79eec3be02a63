// Keeps the documents in Workers KV; the only file that knows Cloudflare.
// A read may be up to 60 seconds old, also one that finds nothing, and a key takes one write per second.
import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { env } from 'cloudflare:workers';

export const folder = 'data/tides';

async function piecesOf(key, start, end) {
  const bytes = await get(key);
  if (bytes === null) return null;
  return (async function* () {
    const part = bytes.subarray(start, end + 1);
    if (part.length > 0) yield part;
  })();
}

export async function get(key) {
  const bytes = await env.DOCUMENTS.get(key, 'arrayBuffer');
  return bytes === null ? null : Buffer.from(bytes);
}

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 512) throw new RangeError(`the path ${key} is longer than the 512 bytes of a KV key`);
  await env.DOCUMENTS.put(key, data);
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

// Kept until it ends: a value of KV is put as a whole, up to 25 MiB.
export function writeStream(key, options) {
  const { encoding, highWaterMark } = typeof options === 'string' ? { encoding: options } : options ?? {};
  const pieces = [];
  const stream = Object.assign(new Writable({
    defaultEncoding: encoding ?? 'utf8',
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      done();
      stream.emit('open');
      stream.emit('ready');
    },
    write(piece, _encoding, done) {
      pieces.push(Buffer.from(piece));
      stream.bytesWritten += piece.length;
      done();
    },
    final(done) {
      put(key, Buffer.concat(pieces)).then(() => done(), done);
    },
  }), { bytesWritten: 0, close: (done) => void stream.once('close', done ?? (() => {})).end() });
  return stream;
}

// Read as a whole when it is opened; what is written is put when it is closed.
export async function open(key, flags) {
  const writes = (flags ?? 'r') !== 'r';
  const before = writes ? null : await get(key);
  if (before === null && !writes) return null;
  let bytes = before ?? Buffer.alloc(0);
  let at = 0;
  const writeAt = (data, position) => {
    const from = position ?? at;
    const grown = Buffer.alloc(Math.max(bytes.length, from + data.byteLength));
    bytes.copy(grown);
    grown.set(data, from);
    bytes = grown;
    if (position === null) at = from + data.byteLength;
  };
  const bytesOf = (data, encoding) => (typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : data);
  const keep = async () => {
    if (writes) await put(key, bytes);
  };
  return {
    async read(buffer, offset = 0, length = buffer.byteLength - offset, position = null) {
      const piece = bytes.subarray(position ?? at, (position ?? at) + length);
      buffer.set(piece, offset);
      if (position === null) at += piece.length;
      return { bytesRead: piece.length, buffer };
    },
    async readFile(options) {
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const rest = bytes.subarray(at);
      at = bytes.length;
      return encoding ? rest.toString(encoding) : Buffer.from(rest);
    },
    async write(data, offset, length, position) {
      if (typeof data === 'string') writeAt(bytesOf(data, length), offset ?? null);
      else writeAt(data.subarray(offset ?? 0, (offset ?? 0) + Number(length ?? data.byteLength - (offset ?? 0))), position ?? null);
      return { bytesWritten: typeof data === 'string' ? bytesOf(data, length).byteLength : Number(length ?? data.byteLength - (offset ?? 0)), buffer: data };
    },
    async writeFile(data, options) {
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), null);
    },
    async truncate(length = 0) {
      const cut = Buffer.alloc(length);
      bytes.copy(cut);
      bytes = cut;
    },
    sync: keep,
    datasync: keep,
    close: keep,
  };
}
