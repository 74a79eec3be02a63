/** The text of open files over a store: with the methods, positions and errors of a FileHandle of fs. Where the bytes come from is each store's own. */
import type { NewModule } from '../shared/render.js';
import { type AdapterText, unusedMode } from './adapter-text.js';

type Texts = Record<string, NewModule['body'][number]>;

const ENCODED = '{ encoding?: BufferEncoding | null } | BufferEncoding | null';

/** Parts of the module that open files need. */
export const handleParts = (adapter: AdapterText): NewModule['body'] => (adapter.operations.has('open-to-write') ? [{ code: DRAFT }] : []);

const DRAFT = `// Bytes that grow where they are written.
function draftOf(before‹: Uint8Array›) {
  let held = Buffer.from(before);
  let size = held.length;
  const room = (end‹: number›) => {
    if (end > held.length) held = Buffer.concat([held, Buffer.alloc(Math.max(end, 2 * held.length) - held.length)]);
  };
  return {
    size: () => size,
    bytes: () => held.subarray(0, size),
    write(data‹: Uint8Array›, position‹: number›) {
      room(position + data.length);
      held.set(data, position);
      size = Math.max(size, position + data.length);
    },
    truncate(length‹: number›) {
      room(length);
      held.fill(0, Math.min(size, length));
      size = length;
    },
  };
}`;

const reading = (writes: boolean, stats: boolean): string => `    async read(buffer‹: Uint8Array›, offset‹?: number | null›, length‹?: number | null›, position‹?: number | bigint | null›) {
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
    async readFile(options‹?: ${ENCODED}›) {
      mayRead('readFile');
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const rest = Buffer.from(await pieceOf(at, Math.max(0, ${writes ? '(draft?.size() ?? content.size)' : 'content.size'} - at)));
      at += rest.length;
      return encoding ? rest.toString(encoding) : rest;
    },${stats ? `
    async stat() {
      mayUse('fstat');
      return { size: ${writes ? 'draft?.size() ?? content.size' : 'content.size'}, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => true, isDirectory: () => false, isSymbolicLink: () => false };
    },` : ''}`;

/** What only reads refuses all that would write. */
const REFUSED = `    async write() {
      mayUse('write');
      throw failed('EBADF', -9, 'bad file descriptor', 'write');
    },
    async writeFile() {
      mayUse('writeFile');
      throw failed('EBADF', -9, 'bad file descriptor', 'write');
    },
    async appendFile() {
      mayUse('writeFile');
      throw failed('EBADF', -9, 'bad file descriptor', 'write');
    },
    async truncate() {
      mayUse('ftruncate');
      throw failed('EINVAL', -22, 'invalid argument', 'ftruncate');
    },
    async sync() {
      mayUse('fsync');
    },
    async datasync() {
      mayUse('fdatasync');
    },
    async close() {
      closed = true;
    },`;

const WRITING = `    async write(data‹: string | Uint8Array›, offset‹?: number | null›, length‹?: number | string | null›, position‹?: number | null›) {
      mayUse('write');
      if (typeof data === 'string') {
        const bytes = Buffer.from(data, (length ?? 'utf8')‹ as BufferEncoding›);
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
    async writeFile(data‹: string | Uint8Array›, options‹?: ${ENCODED}›) {
      mayWrite('writeFile');
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1);
    },
    async appendFile(data‹: string | Uint8Array›, options‹?: ${ENCODED}›) {
      mayWrite('writeFile');
      writeAt(bytesOf(data, typeof options === 'string' ? options : options?.encoding), -1);
    },
    async truncate(length‹?: number | null›) {
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
    },`;

/** `inPlace`: what is written is done to what the document is when it is put. */
const kept = (inPlace: boolean, stats: boolean, by: string): string => `  let dirty = ${inPlace ? "(anew || found === null) && !flags.includes('x')" : "anew && !flags.includes('x')"};
${inPlace ? `  let edits‹: ((one: ReturnType<typeof draftOf>) => void)[]› = [];
` : ''}  const change = (edit‹: (one: ReturnType<typeof draftOf>) => void›) => {
    if (draft) edit(draft);
${inPlace ? '    edits.push(edit);\n' : ''}    dirty = true;${stats ? '\n    mtimeMs = Date.now();' : ''}
  };
  const writeAt = (data‹: Uint8Array›, position‹: number›) => {
    const place = position < 0 ? at : position;
${inPlace ? `    if (flags.startsWith('a')) change((one) => one.write(data, one.size()));
    else change((one) => one.write(data, place));
    if (position < 0) at = flags.startsWith('a') && draft ? draft.size() : place + data.length;` : `    change((one) => one.write(data, place));
    if (position < 0) at = place + data.length;`}
  };
  const keep = async () => {
    if (!dirty || !draft) return;
    dirty = false;
${inPlace ? `    if (anew) return ${by}put(key, draft.bytes());
    const done = edits;
    edits = [];
    // Done to what the document is by now: another request may have written elsewhere in it.
    await ${by}atomically(async () => {
      const now = await ${by}get(key);
      if (now === null && !flags.startsWith('a')) return;
      const after = draftOf(now ?? Buffer.alloc(0));
      for (const edit of done) edit(after);
      await ${by}put(key, after.bytes());
    });` : `    await ${by}put(key, draft.bytes());`}
  };`;

const BYTES_OF = `  const bytesOf = (data‹: string | Uint8Array›, encoding‹?: BufferEncoding | null›) => {
    if (typeof data === 'string') return Buffer.from(data, encoding ?? 'utf8');
    if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
    return Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  };`;

/** `contentOf(key)` gives what is read from, or null: its size, time, and a piece of it. */
export function openFiles(adapter: AdapterText): Texts {
  const has = (what: string): boolean => adapter.operations.has(what);
  const writes = has('open-to-write');
  const inPlace = has('open-to-change');
  const stats = has('open-stat');
  const by = has('mixed') ? 'place.' : '';
  const place = `, place = { contentOf${writes ? ', put' : ''}${inPlace ? ', get, atomically' : ''}${has('open-new') ? ', create' : ''} }`;
  const comment = writes ? '// What is written is put when it is closed or flushed, as a whole.' : '// Only read.';
  const code = `${comment}
async function open(key‹: string›, flags = 'r'${has('mixed') ? ', _mode‹?: number | string›' : unusedMode(adapter) === '' ? '‹, _mode?: number | string›' : unusedMode(adapter)}${has('mixed') ? place : ''}) {
${has('open-new') ? `  if (flags.includes('x') && !(await ${by}create(key, Buffer.alloc(0)))) return false;\n` : ''}${writes ? `  const anew = flags.startsWith('w');
  const found = anew ? null : await ${by}contentOf(key);
  if (found === null && flags.startsWith('r')) return null;
  const content = found ?? { size: 0, mtimeMs: Date.now(), piece: async () => Buffer.alloc(0) };
  const draft = flags === 'r' || flags === 'rs' || flags === 'sr' ? null : draftOf(await content.piece(0, content.size));${stats ? '\n  let { mtimeMs } = content;' : ''}` : `  const content = await ${by}contentOf(key);
  if (content === null) return null;${stats ? '\n  const { mtimeMs } = content;' : ''}`}
  let at = 0;
  let closed = false;
  const failed = (code‹: string›, errno‹: number›, text‹: string›, syscall‹: string›) => Object.assign(new Error(\`\${code}: \${text}, \${syscall}\`), { errno, code, syscall });
  const mayUse = (syscall‹: string›) => {
    if (closed) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
  };
  const mayRead = (syscall‹: string›) => {
    mayUse(syscall);
${writes ? "    if (draft && !flags.includes('+')) throw failed('EBADF', -9, 'bad file descriptor', 'read');\n" : ''}  };
${writes ? `  const mayWrite = (syscall‹: string›) => {
    mayUse(syscall);
    if (!draft) throw failed('EBADF', -9, 'bad file descriptor', 'write');
  };
  const pieceOf = async (from‹: number›, length‹: number›) => (draft ? draft.bytes().subarray(from, from + length) : content.piece(from, length));
${BYTES_OF}
${kept(inPlace, stats, by)}` : '  const pieceOf = content.piece;'}
  return {
${reading(writes, stats)}
${writes ? WRITING : REFUSED}
  };
}`;
  return { open: { exports: 'open', code } };
}
