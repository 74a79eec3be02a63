/** The text of the operations that give streams. Put together in seam.ts. */
import type { TextOptions, Texts } from './seam-operations.js';

const READ = '{ encoding?: BufferEncoding; start?: number; end?: number; highWaterMark?: number; flags?: string; autoClose?: boolean; emitClose?: boolean }';
const WRITE = '{ encoding?: BufferEncoding; highWaterMark?: number; flags?: string; mode?: number; autoClose?: boolean; emitClose?: boolean; flush?: boolean }';

export const STREAM_TYPES = `‹export type ReadOptions = BufferEncoding | ${READ};
export type WriteOptions = BufferEncoding | ${WRITE};›`;

export const streamTexts = ({ path }: TextOptions): Texts => ({
  'read-stream': {
    exports: 'readStream',
    code: `function readStream(file‹: ${path}›, options‹?: ReadOptions›) {
  return adapter.readStream(keyOf(file), options, () => missing('open', file));
}`,
  },
  'write-stream': {
    exports: 'writeStream',
    code: `function writeStream(file‹: ${path}›, options‹?: WriteOptions›) {
  return adapter.writeStream(keyOf(file), options);
}`,
  },
});
