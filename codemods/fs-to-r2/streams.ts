/** The text of streams over R2: read piece by piece, written in parts once they are many. */
import type { NewModule } from '../shared/render.js';
import { type WriteStreamText, endOfDraft, writeStream } from '../storage/store-streams.js';

/** `look`: the expression that gets the whole object. */
export const r2Pieces = (bucket: string, look: string): string => `async function piecesOf(key‹: string›, start‹: number›, end‹: number›)‹: Promise<AsyncIterator<Uint8Array> | null>› {
  if (start === 0 && end === Infinity) return (${look})?.body.values() ?? null;
  const head = await ${bucket}.head(key);
  if (head === null) return null;
  const length = Math.min(end + 1, head.size) - start;
  if (length <= 0) return (async function* () {})();
  return (await ${bucket}.get(key, { range: { offset: start, length } }))?.body.values() ?? null;
}`;

export const r2WriteStream = (text: WriteStreamText, bucket: string): NewModule['body'][number] => ({
  exports: 'writeStream',
  code: `// Put as a whole when it ends, or in parts of 8 MiB where it is longer; nobody sees it before that.
${writeStream(text, `  const size = 8 * 1024 * 1024;
  let held = Buffer.alloc(0);
  let upload‹: Awaited<ReturnType<typeof ${bucket}.createMultipartUpload>> | undefined›;
  const parts‹: { partNumber: number; etag: string }[]› = [];
  const send = async (bytes‹: Uint8Array›) => {
    upload ??= await ${bucket}.createMultipartUpload(key);
    parts.push(await upload.uploadPart(parts.length + 1, bytes));
  };
  const take = async (piece‹: Uint8Array›) => {
    held = Buffer.concat([held, piece]);
    for (; held.length >= size; held = held.subarray(size)) await send(held.subarray(0, size));
  };
  const complete = async () => {
    if (!upload) return put(key, held);
    if (held.length > 0) await send(held);
    await upload.complete(parts);
  };${endOfDraft(text, 'upload?.abort()', `${bucket}.delete(key)`)}`, `    write(piece, _encoding, done) {
      stream.bytesWritten += piece.length;
      take(piece).then(() => done(), done);
    },
    final(done) {
      complete().then(() => done(), done);
    },
    destroy(error, done) {
      (error ? upload?.abort() ?? Promise.resolve() : Promise.resolve()).then(() => done(error), () => done(error));
    },`)}`,
});

/** `look`: as above. Of what is longer, only the pieces that are read are held. */
export const r2Content = (bucket: string, look: string): string => `// What an open file is read from: up to 8 MiB at once, a longer document piece by piece, as long as nobody writes it anew.
async function contentOf(key‹: string›) {
  const object = ${look};
  if (object === null) return null;
  const { size, etag } = object;
  const mtimeMs = Number(object.customMetadata?.mtime) * 1000 || object.uploaded.getTime();
  const whole = size <= 8 * 1024 * 1024 ? Buffer.from(await object.arrayBuffer()) : null;
  if (!whole) await object.body.cancel();
  const piece = async (from‹: number›, length‹: number›)‹: Promise<Buffer>› => {
    if (whole) return whole.subarray(from, from + length);
    if (from >= size || length === 0) return Buffer.alloc(0);
    const part = await ${bucket}.get(key, { range: { offset: from, length: Math.min(length, size - from) } });
    if (part?.etag !== etag) throw Object.assign(new Error(\`\${key} was written anew while it was read\`), { code: 'EBUSY' });
    return Buffer.from(await part.arrayBuffer());
  };
  return { size, mtimeMs, piece };
}`;
