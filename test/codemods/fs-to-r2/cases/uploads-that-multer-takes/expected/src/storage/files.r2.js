// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Writable, Readable } from 'node:stream';
import { env, waitUntil } from 'cloudflare:workers';
import { answering } from './files.send.js';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = `${process.env.DATA_DIR || 'data'}/portraits`;

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

// All that lies below a prefix, a thousand names at a time.
async function below(prefix) {
  const names = [];
  let cursor;
  do {
    const page = await env.FILES.list({ prefix, cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return names;
}

async function isFolder(key) {
  const page = await env.FILES.list({ prefix: key === '' ? '' : `${key}/`, limit: 1 });
  return page.objects.length > 0;
}

// Streams that are not put yet. On a disk what they write can be removed already, and is gone then.
const drafts = new Set();

function removeDrafts(key) {
  const found = [...drafts].filter((draft) => !draft.removed && (draft.key === key || draft.key.startsWith(`${key}/`)));
  for (const draft of found) draft.removed = true;
  return found.length > 0;
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

export async function has(key) {
  return (key !== '' && (seen(key, await env.FILES.head(key))) !== null) || (await isFolder(key));
}

export async function remove(key) {
  const isDraft = removeDrafts(key);
  if ((await kept(env.FILES.head(key))) === null) return isDraft;
  await kept(env.FILES.delete(key));
  return true;
}

// One level of a folder, a thousand names at a time.
export async function list(key) {
  const prefix = key === '' ? '' : `${key}/`;
  const names = [];
  let cursor;
  do {
    const page = await env.FILES.list({ prefix, delimiter: '/', cursor });
    names.push(...page.objects.map((object) => object.key.slice(prefix.length)), ...page.delimitedPrefixes.map((folder) => folder.slice(prefix.length, -1)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return [...new Set(names)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

// A copy and a removal: another request can see both. A folder goes document by document.
export async function rename(from, to) {
  if (from === to) return has(from);
  if (await copy(from, to)) {
    await kept(env.FILES.delete(from));
    return true;
  }
  const names = await below(`${from}/`);
  if (names.length > 0 && (await isFolder(to))) {
    const [path, dest] = [`${folder}/${from}`, `${folder}/${to}`];
    throw Object.assign(new Error(`ENOTEMPTY: directory not empty, rename '${path}' -> '${dest}'`), { errno: -39, code: 'ENOTEMPTY', syscall: 'rename', path, dest });
  }
  for (const name of names) await rename(`${from}/${name}`, `${to}/${name}`);
  return names.length > 0;
}

export async function copy(from, to) {
  const data = step.getStore()?.drafts.get(from) ?? (await env.FILES.get(from))?.body;
  if (!data) return false;
  await write(to, data);
  return true;
}

// What was moved here with its time keeps it, as rclone writes it (seconds), until it is written again.
export async function stat(key) {
  const object = key === '' ? null : seen(key, await env.FILES.head(key));
  const folder = object === null && (await isFolder(key));
  if (object === null && !folder) return null;
  const mtimeMs = Number(object?.customMetadata?.mtime) * 1000 || (object?.uploaded.getTime() ?? 0);
  return { size: object?.size ?? 0, mtimeMs, mtime: new Date(mtimeMs), uid: 0, gid: 0, isFile: () => !folder, isDirectory: () => folder, isSymbolicLink: () => false };
}

// Folders come and go with the documents in them.
export async function makeFolder(_key, _options) {
  return undefined;
}

// Put as a whole when it ends, or in parts of 8 MiB where it is longer; nobody sees it before that.
export function writeStream(key, options) {
  const { encoding, highWaterMark } = typeof options === 'string' ? { encoding: options } : options ?? {};
  const draft = { key, removed: false };
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
  const finish = async () => {
    if (draft.removed) return upload?.abort();
    await complete();
    if (draft.removed) await env.FILES.delete(key);
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
      finish().then(() => done(), done);
    },
    destroy(error, done) {
      (error ? upload?.abort() ?? Promise.resolve() : Promise.resolve()).then(() => done(error), () => done(error));
    },
  }), { bytesWritten: 0, close: (done) => void stream.once('close', done ?? (() => {})).end() });
  drafts.add(draft);
  stream.once('close', () => drafts.delete(draft));
  return stream;
}

// A storage engine of multer: names and fields are those of its disk storage, and a file is let through as it comes in.
export function uploads(keyOf, { destination, filename }) {
  const folderOf = typeof destination === 'function' ? destination : (_request, _file, done) => done(null, destination);
  const nameOf = filename ?? ((_request, _file, done) => done(null, randomBytes(16).toString('hex')));
  return {
    _handleFile(request, file, done) {
      folderOf(request, file, (problem, folder) => {
        if (problem) return done(problem);
        nameOf(request, file, (error, name) => {
          if (error) return done(error);
          const place = path.join(folder, name);
          const stream = writeStream(keyOf(place));
          stream.on('error', done);
          stream.on('finish', () => done(null, { destination: folder, filename: name, path: place, size: stream.bytesWritten }));
          file.stream.pipe(stream);
        });
      });
    },
    _removeFile(_request, file, done) {
      const place = file.path;
      for (const field of ['destination', 'filename', 'path']) delete file[field];
      remove(keyOf(place)).then(() => done(null), done);
    },
  };
}

// A part of a document, as a stream.
async function piece(key, offset, length) {
  const object = await env.FILES.get(key, { range: { offset, length } });
  if (object === null) throw Object.assign(new Error(`ENOENT: no such file or directory, open '${key}'`), { code: 'ENOENT', status: 404, statusCode: 404 });
  return Readable.fromWeb(object.body);
}

export const { send } = answering({ stat, piece });
