/** The text of streams over R2: read piece by piece, written in parts once they are many. */
import type { NewModule } from '../shared/render.js';
import { writeStream } from '../storage/store-streams.js';

/** `look`: the expression that gets the whole object. */
export const r2Pieces = (bucket: string, look: string): string => `async function piecesOf(key‹: string›, start‹: number›, end‹: number›)‹: Promise<AsyncIterator<Uint8Array> | null>› {
  if (start === 0 && end === Infinity) return (${look})?.body.values() ?? null;
  const head = await ${bucket}.head(key);
  if (head === null) return null;
  const length = Math.min(end + 1, head.size) - start;
  if (length <= 0) return (async function* () {})();
  return (await ${bucket}.get(key, { range: { offset: start, length } }))?.body.values() ?? null;
}`;

export const r2WriteStream = (bucket: string): NewModule['body'][number] => ({
  exports: 'writeStream',
  code: `// Put as a whole when it ends, or in parts of 8 MiB where it is longer; nobody sees it before that.
${writeStream(`  const size = 8 * 1024 * 1024;
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
  };`, `    write(piece, _encoding, done) {
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
