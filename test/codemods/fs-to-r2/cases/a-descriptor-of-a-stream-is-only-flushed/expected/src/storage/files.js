// Documents that outlive a request: data/flows/*.json, data/flows/*.json.$$$, data/flows/*.json.list.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const path = require('node:path');
const adapter = require('#files-adapter');

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/');

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file, dest) {
    const message = `ENOENT: no such file or directory, ${syscall} '${file}'${dest ? ` -> '${dest}'` : ''}`;
    const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
    return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding);

// Bytes, or text when an encoding is named.
async function get(file, options) {
    const bytes = await adapter.get(keyOf(file));
    if (bytes === null) throw missing('open', file);
    const encoding = encodingOf(options);
    return encoding ? bytes.toString(encoding) : bytes;
}

async function rename(from, to) {
    if (!(await adapter.rename(keyOf(from), keyOf(to)))) throw missing('rename', from, to);
}

function writeStream(file, options) {
    return adapter.writeStream(keyOf(file), options);
}

// By the descriptor that a stream tells when it is open.
function flush(descriptor, done) {
    adapter.flush(descriptor, done);
}

// By the descriptor that a stream tells when it is open.
function flushSync(descriptor) {
    adapter.flushSync(descriptor);
}

module.exports = { get, rename, writeStream, flush, flushSync };
