// Documents that outlive a request: data/*.json.
// Callers hand in the paths they always used; the whole path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const { Buffer } = require('node:buffer');
const adapter = require('#files-adapter');

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
async function get(file, options) {
  const bytes = await adapter.get(keyOf(file));
  if (bytes === null) throw missing('open', file);
  const encoding = encodingOf(options);
  return encoding ? bytes.toString(encoding) : bytes;
}

async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options));
}

// On Workers all code stands in one file: the place that a module has in the program; on Node, where it knows it itself, nothing.
const inBundle = adapter.inBundle;

module.exports = { get, put, inBundle };
