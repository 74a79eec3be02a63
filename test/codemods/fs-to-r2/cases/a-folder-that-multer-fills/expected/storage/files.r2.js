// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { Writable } from 'node:stream';
import { env, waitUntil } from 'cloudflare:workers';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'uploads';

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

export async function put(key, data) {
  if (!ArrayBuffer.isView(data)) throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (Buffer.byteLength(key) > 1024) throw new RangeError(`the path ${key} is longer than the 1024 bytes of an R2 key`);
  await kept(env.FILES.put(key, data));
}

export async function has(key) {
  return (await env.FILES.head(key)) !== null;
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
  const object = await kept(env.FILES.get(from));
  if (object === null) return false;
  await kept(env.FILES.put(to, object.body));
  return true;
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
