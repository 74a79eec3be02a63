// Documents that outlive a request: <env FIRST_DATA_DIR|src/first>/*.json, <env SECOND_DATA_DIR|second>/*.json.
// Callers hand in the paths they always used; the whole path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or KV on Workers.
import { Buffer } from 'node:buffer';
import * as adapter from '#documents-adapter';

function keyOf(file) {
  if (file === '') throw Object.assign(new Error("ENOENT: no such file or directory, open ''"), { errno: -2, code: 'ENOENT', syscall: 'open', path: file });
  return adapter.keyOf(file);
}

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

// Bytes, or text when an encoding is named.
export async function get(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

export async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}

// On Workers all code stands in one file: the place that a module has in the program; on Node, where it knows it itself, nothing.
export const inBundle = adapter.inBundle;
