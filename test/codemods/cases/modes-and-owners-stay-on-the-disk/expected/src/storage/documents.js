// Documents that outlive a request: data/keys.json.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or KV on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#documents-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

const modeOf = (options) => (typeof options === 'object' ? options?.mode : undefined);

// Bytes, or text when an encoding is named.
export async function get(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

export async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options), modeOf(options));
}

export async function truncate(file, length) {
  if (!(await adapter.truncate(keyOf(file), length ?? 0))) throw missing('open', file);
}

export async function stat(file) {
  const found = await adapter.stat(keyOf(file));
  if (found === null) throw missing('stat', file);
  return found;
}

export async function statOrNone(file, _options) {
  return (await adapter.stat(keyOf(file))) ?? undefined;
}

export async function lstat(file) {
  const found = await adapter.lstat(keyOf(file));
  if (found === null) throw missing('lstat', file);
  return found;
}

export async function realPath(file, _options) {
  const found = await adapter.realPath(keyOf(file));
  if (found === null) throw missing('realpath', file);
  return found;
}

// Only a disk has modes; elsewhere the binding says who may read.
export async function changeMode(file, mode) {
  if (!(await adapter.changeMode(keyOf(file), mode))) throw missing('chmod', file);
}

// Only a disk has owners.
export async function changeOwner(file, owner, group) {
  if (!(await adapter.changeOwner(keyOf(file), owner, group))) throw missing('chown', file);
}

export async function changeTimes(file, accessed, changed) {
  if (!(await adapter.changeTimes(keyOf(file), accessed, changed))) throw missing('utime', file);
}
