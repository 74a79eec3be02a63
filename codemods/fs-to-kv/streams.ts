/** The text of streams over Workers KV, which gives and takes a value as a whole. */
import type { NewModule } from '../shared/render.js';
import { type WriteStreamText, endOfDraft, writeStream } from '../storage/store-streams.js';

export const kvPieces = `async function piecesOf(key‹: string›, start‹: number›, end‹: number›) {
  const bytes = await get(key);
  if (bytes === null) return null;
  return (async function* () {
    const part = bytes.subarray(start, end + 1);
    if (part.length > 0) yield part;
  })();
}`;

export const kvWriteStream = (text: WriteStreamText, namespace: string): NewModule['body'][number] => ({
  exports: 'writeStream',
  code: `// Kept until it ends: a value of KV is put as a whole, up to 25 MiB.
${writeStream(text, `  const pieces‹: Buffer[]› = [];
  const complete = () => put(key, Buffer.concat(pieces));${endOfDraft(text, 'undefined', `${namespace}.delete(key)`)}`, `    write(piece, _encoding, done) {
      pieces.push(Buffer.from(piece));
      stream.bytesWritten += piece.length;
      done();
    },
    final(done) {
      complete().then(() => done(), done);
    },`)}`,
});

export const kvContent = (namespace: string): string => `// What an open file is read from: KV gives a document as a whole.
async function contentOf(key‹: string›) {
  const { value, metadata } = await ${namespace}.getWithMetadata‹<{ mtimeMs: number }>›(key, 'arrayBuffer');
  if (value === null) return null;
  const bytes = Buffer.from(value);
  return { size: bytes.length, mtimeMs: metadata?.mtimeMs ?? 0, piece: async (from‹: number›, length‹: number›) => bytes.subarray(from, from + length) };
}`;
