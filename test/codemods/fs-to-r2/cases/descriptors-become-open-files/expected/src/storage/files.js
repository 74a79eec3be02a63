// Documents that outlive a request: data/tides/*.bin, data/tides/*.bin.claimed.
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

export async function open(file, flags, mode) {
  const opened = await adapter.open(keyOf(file), flags, mode);
  if (opened === null) throw missing('open', file);
  if (opened === false) throw Object.assign(new Error(`EEXIST: file already exists, open '${file}'`), { errno: -17, code: 'EEXIST', syscall: 'open', path: file });
  return opened;
}
