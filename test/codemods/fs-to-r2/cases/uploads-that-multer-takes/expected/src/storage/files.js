// Documents that outlive a request: data/portraits/*/*.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import path from 'node:path';
import * as adapter from '#files-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file, dest) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'${dest ? ` -> '${dest}'` : ''}`;
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

// Bytes, or text when an encoding is named.
export async function get(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

export async function has(file) {
  return file ? adapter.has(keyOf(file)) : false;
}

export async function remove(file, options) {
  const removed = await adapter.remove(keyOf(file));
  if (!removed && !options?.force) throw missing(options ? 'lstat' : 'unlink', file);
}

// Names of the documents and folders in a folder, sorted.
export async function list(folder) {
  const names = await adapter.list(keyOf(folder));
  if (names === null) throw missing('scandir', folder);
  return names;
}

export async function rename(from, to) {
  if (!(await adapter.rename(keyOf(from), keyOf(to)))) throw missing('rename', from, to);
}

export async function makeFolder(folder, options) {
  return adapter.makeFolder(keyOf(folder), options);
}

// response.sendFile, of a document.
export function send(response, file, options, done) {
  adapter.send(keyOf, response, file, options, done);
}

// Where multer puts uploads. A destination or filename that fails while it waits tells multer so.
export function uploads({ destination, filename }) {
  const told = (choose) => (...given) => void Promise.resolve(choose(...given)).catch(given.at(-1));
  return adapter.uploads(keyOf, {
    destination: typeof destination === 'function' ? told(destination) : destination,
    filename: filename && told(filename),
  });
}

// What reads, changes and writes back, as one step: it is done again when another request wrote in between.
export async function atomically(work) {
  return adapter.atomically(work);
}
