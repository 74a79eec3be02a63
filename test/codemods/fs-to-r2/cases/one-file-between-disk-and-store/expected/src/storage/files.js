// Documents that outlive a request: data/port.json.
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

// From a file that stays where it is: shipped with the code, or scratch data of the request.
export async function copyIn(from, to) {
  if (!(await adapter.copyIn(from, keyOf(to)))) throw missing('copyfile', from, to);
}

// From scratch data of the request.
export async function moveIn(from, to) {
  if (!(await adapter.moveIn(from, keyOf(to)))) throw missing('rename', from, to);
}

// To scratch data of the request.
export async function copyOut(from, to) {
  if (!(await adapter.copyOut(keyOf(from), to))) throw missing('copyfile', from, to);
}
