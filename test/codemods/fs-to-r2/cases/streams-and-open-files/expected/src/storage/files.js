// Documents that outlive a request: data/tides/*.gz, data/tides/*.gz.txt.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
import path from 'node:path';
import * as adapter from '#files-adapter';

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

export async function makeFolder(folder, options) {
  return adapter.makeFolder(keyOf(folder), options);
}

export function readStream(file, options) {
  return adapter.readStream(keyOf(file), options, () => missing('open', file));
}

export function writeStream(file, options) {
  return adapter.writeStream(keyOf(file), options);
}

export async function open(file, flags, mode) {
  const opened = await adapter.open(keyOf(file), flags, mode);
  if (opened === null) throw missing('open', file);
  return opened;
}
