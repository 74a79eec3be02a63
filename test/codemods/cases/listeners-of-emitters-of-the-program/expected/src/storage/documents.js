// Documents that outlive a request: data/log.txt, data/note.txt.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or KV on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#documents-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

// Looks for it and reads it at once: null where has would say no.
export async function getOrNone(file, options) {
  const bytes = file ? await adapter.getOrNone(keyOf(file)) : null;
  const encoding = encodingOf(options);
  return bytes !== null && encoding ? bytes.toString(encoding) : bytes;
}

export async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}
