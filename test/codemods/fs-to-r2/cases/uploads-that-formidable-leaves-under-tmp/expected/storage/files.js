// Documents that outlive a request: uploads/*.
// Callers hand in the paths they always used; the whole path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const { Buffer } = require('node:buffer');
const adapter = require('#files-adapter');

function keyOf(file) {
  if (file === '') throw Object.assign(new Error("ENOENT: no such file or directory, open ''"), { errno: -2, code: 'ENOENT', syscall: 'open', path: file });
  return adapter.keyOf(file);
}

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file, dest) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'${dest ? ` -> '${dest}'` : ''}`;
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);

async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}

async function rename(from, to) {
  if (!(await adapter.rename(keyOf(from), keyOf(to)))) throw missing('rename', from, to);
}

// response.sendFile, of a document.
function send(response, file, options, done) {
  adapter.send(keyOf, response, file, options, done);
}

module.exports = { put, rename, send };
