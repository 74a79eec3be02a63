/** The text of streams and open files over a store: what fs tells of them (`open`, `ready`, `close`) is told, too. Where the pieces come from is each store's own. */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, unusedMode } from './adapter-text.js';

type Texts = Record<string, NewModule['body'][number]>;

const READ_OPTIONS = '{ encoding?: BufferEncoding; start?: number; end?: number; highWaterMark?: number }';

const readStream = (pieces: string): string => `function readStream(key‹: string›, options‹: ${READ_OPTIONS} | BufferEncoding | undefined›, missing‹: () => Error›) {
  const { encoding, start = 0, end = Infinity, highWaterMark }‹: ${READ_OPTIONS}› = typeof options === 'string' ? { encoding: options } : options ?? {};
  let pieces‹: AsyncIterator<Uint8Array>›;
  const stream‹: Readable› = new Readable({
    ...(encoding ? { encoding } : {}),
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      ${pieces}(key, start, end).then((found) => {
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
  return Object.assign(stream, { close: (done‹?: () => void›) => void stream.destroy(undefined).once('close', done ?? (() => {})) });
}`;

const OPEN = (adapter: AdapterText): string => `// Read as a whole when it is opened; what is written is put when it is closed.
async function open(key‹: string›, flags‹?: string›${unusedMode(adapter) === '' ? '‹, _mode?: number›' : '‹, _mode?: number | string›'}) {
  const writes = (flags ?? 'r') !== 'r';
  const before = writes ? null : await get(key);
  if (before === null && !writes) return null;
  let bytes = before ?? Buffer.alloc(0);
  let at = 0;
  const writeAt = (data‹: Uint8Array›, position‹: number | null›) => {
    const from = position ?? at;
    const grown = Buffer.alloc(Math.max(bytes.length, from + data.byteLength));
    bytes.copy(grown);
    grown.set(data, from);
    bytes = grown;
    if (position === null) at = from + data.byteLength;
  };
  const bytesOf = (data‹: string | Uint8Array›, encoding‹?: BufferEncoding | null›) => (typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : data);
  const keep = async () => {
    if (writes) await put(key, bytes);
  };
  return {
    async read(buffer‹: Uint8Array›, offset = 0, length = buffer.byteLength - offset, position‹: number | null› = null) {
      const piece = bytes.subarray(position ?? at, (position ?? at) + length);
      buffer.set(piece, offset);
      if (position === null) at += piece.length;
      return { bytesRead: piece.length, buffer };
    },
    async readFile(options‹?: { encoding?: BufferEncoding | null } | BufferEncoding | null›) {
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const rest = bytes.subarray(at);
      at = bytes.length;
      return encoding ? rest.toString(encoding) : Buffer.from(rest);
    },
    async write(data‹: string | Uint8Array›, offset‹?: number | null›, length‹?: number | string | null›, position‹?: number | null›) {
      if (typeof data === 'string') writeAt(bytesOf(data, length‹ as BufferEncoding›), offset ?? null);
      else writeAt(data.subarray(offset ?? 0, (offset ?? 0) + Number(length ?? data.byteLength - (offset ?? 0))), position ?? null);
      return { bytesWritten: typeof data === 'string' ? bytesOf(data, length‹ as BufferEncoding›).byteLength : Number(length ?? data.byteLength - (offset ?? 0)), buffer: data };
    },
    async writeFile(data‹: string | Uint8Array›, options‹?: { encoding?: BufferEncoding | null } | BufferEncoding | null›) {
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
}`;

/** `pieces`: name of the function that reads a document piece by piece. */
export const storeStreams = (adapter: AdapterText): Texts => ({
  'read-stream': { exports: 'readStream', code: readStream('piecesOf') },
  open: { exports: 'open', code: OPEN(adapter) },
});

/** Options of a write stream, where every store takes them apart. */
export const WRITE_OPTIONS = '{ encoding?: BufferEncoding; highWaterMark?: number }';

/** `members`: how the stream writes and ends, as members of the options of a Writable. */
export const writeStream = (before: string, members: string): string => `function writeStream(key‹: string›, options‹?: ${WRITE_OPTIONS} | BufferEncoding›) {
  const { encoding, highWaterMark }‹: ${WRITE_OPTIONS}› = typeof options === 'string' ? { encoding: options } : options ?? {};
${before}
  const stream = Object.assign(new Writable({
    defaultEncoding: encoding ?? 'utf8',
    ...(highWaterMark ? { highWaterMark } : {}),
    construct(done) {
      done();
      stream.emit('open');
      stream.emit('ready');
    },
${members}
  }), { bytesWritten: 0, close: (done‹?: () => void›)‹: void› => void stream.once('close', done ?? (() => {})).end() })‹ as Writable & { bytesWritten: number; close(done?: () => void): void }›;
  return stream;
}`;
