// Documents that outlive a request: data/claims, data/claims/*.txt, data/copies.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import { Buffer } from 'node:buffer';
import path from 'node:path';
import * as adapter from '#files-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

const modeOf = (options) => (typeof options === 'object' ? options?.mode : undefined);

async function mayGo(verb, from, to) {
  const [source, target] = [keyOf(from), keyOf(to)];
  if (!(await adapter.has(source))) throw missing('lstat', from);
  if (source === target) throw new Error('Source and destination must not be the same.');
  if (target.startsWith(`${source}/`)) throw new Error(`Cannot ${verb} '${from}' to a subdirectory of itself, '${to}'.`);
}

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

// Writes only what is not there yet.
export async function create(file, data, options) {
  const created = await adapter.create(keyOf(file), bytesOf(data, options), modeOf(options));
  if (!created) throw Object.assign(new Error(`EEXIST: file already exists, open '${file}'`), { errno: -17, code: 'EEXIST', syscall: 'open', path: file });
}

// Only a folder in which nothing is.
export async function removeFolder(folder, _options) {
  const removed = await adapter.removeFolder(keyOf(folder));
  if (removed === null) throw missing('rmdir', folder);
  if (!removed) throw Object.assign(new Error(`ENOTEMPTY: directory not empty, rmdir '${folder}'`), { errno: -39, code: 'ENOTEMPTY', syscall: 'rmdir', path: folder });
}

// Names of the documents and folders in a folder, sorted.
export async function list(folder) {
  const names = await adapter.list(keyOf(folder));
  if (names === null) throw missing('scandir', folder);
  return names;
}

// A file, or a folder with all that lies below it; what is there already is written over unless that is switched off.
export async function copyAll(from, to, options) {
  await mayGo('copy', from, to);
  await adapter.copyAll(keyOf(from), keyOf(to), options?.overwrite ?? options?.force ?? true);
}
