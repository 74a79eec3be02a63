// Keeps the documents in R2; the only file that knows Cloudflare. A read sees the last write, wherever it was made.
import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { env, waitUntil } from 'cloudflare:workers';
import { AsyncLocalStorage } from 'node:async_hooks';

// Workers end what still goes on when the answer is out; a change that nobody waits for is kept going.
function kept(work) {
  waitUntil(work.then(() => undefined, () => undefined));
  return work;
}

export const folder = 'uploads/papers';

async function piecesOf(key, start, end) {
  if (start === 0 && end === Infinity) return (await env.FILES.get(key))?.body.values() ?? null;
  const head = await env.FILES.head(key);
  if (head === null) return null;
  const length = Math.min(end + 1, head.size) - start;
  if (length <= 0) return (async function* () {})();
  return (await env.FILES.get(key, { range: { offset: start, length } }))?.body.values() ?? null;
}

// Streams that the listener to a form has opened, with what is piped into them.
const form = new AsyncLocalStorage();
const forms = new WeakMap();

// It has its end, or what is piped into it has.
const isPassing = (source) => source.writableEnded && !source.readableEnded && !source.destroyed;
const isEnding = (stream, sources) => !stream.closed && (stream.writableEnded || [...sources].some(isPassing));
const anyOf = (emitters, events) => Promise.race([...emitters].map((emitter) => Promise.race(events.map((event) => new Promise((resolve) => emitter.once(event, resolve))))));

// 'finish' and 'close' of the form come after what is about to end has been put; one that ends later is not waited for.
function streamsOf(emitter) {
  const known = forms.get(emitter);
  if (known) return known;
  const streams = new Map();
  forms.set(emitter, streams);
  const { emit } = emitter;
  let turn = Promise.resolve();
  const stored = async () => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const ending = [...streams].filter(([stream, sources]) => isEnding(stream, sources));
      if (ending.length === 0) return;
      await anyOf(ending.flatMap(([stream, sources]) => [stream, ...sources]), ['end', 'close']);
    }
  };
  emitter.emit = (event, ...given) => {
    if (event !== 'finish' && event !== 'close') return emit.call(emitter, event, ...given);
    turn = turn.then(stored).then(() => void process.nextTick(() => emit.call(emitter, event, ...given)));
    return emitter.listenerCount(event) > 0;
  };
  return streams;
}

// Streams that are not put yet. On a disk what they write can be removed already, and is gone then.
const drafts = new Set();

function removeDrafts(key) {
  const found = [...drafts].filter((draft) => !draft.removed && (draft.key === key || draft.key.startsWith(`${key}/`)));
  for (const draft of found) draft.removed = true;
  return found.length > 0;
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

export async function remove(key) {
  const isDraft = removeDrafts(key);
  if ((await kept(env.FILES.head(key))) === null) return isDraft;
  await kept(env.FILES.delete(key));
  return true;
}

// Folders come and go with the documents in them.
export function makeFolderSync(_key, _options) {
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
  const opened = form.getStore();
  if (opened) {
    const sources = new Set();
    opened.set(stream, sources);
    stream.on('pipe', (source) => sources.add(source));
  }
  return stream;
}

// Listens to the files of a form; the streams that it opens are put when they end, and the form waits for them.
export function incoming(listener) {
  return function (...given) {
    return form.run(streamsOf(this), () => listener.apply(this, given));
  };
}
