// Documents that outlive a request: uploads/papers/*.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const path = require('node:path');
const adapter = require('#files-adapter');

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}

async function remove(file, options) {
  const removed = await adapter.remove(keyOf(file));
  if (!removed && !options?.force) throw missing(options ? 'lstat' : 'unlink', file);
}

function makeFolderSync(folder, options) {
  return adapter.makeFolderSync(keyOf(folder), options);
}

function readStream(file, options) {
  return adapter.readStream(keyOf(file), options, () => missing('open', file));
}

function writeStream(file, options) {
  return adapter.writeStream(keyOf(file), options);
}

// Listens to the files of a form, which says that it is done once what they were piped into is stored.
function incoming(listener) {
  return adapter.incoming(listener);
}

module.exports = { remove, makeFolderSync, readStream, writeStream, incoming };
