// Documents that outlive a request: data/tides/*.txt.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or KV on Workers.
const path = require('node:path')
const adapter = require('#documents-adapter')

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/')

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'`
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file })
}

// With all folders above it.
async function ensureFolder(folder, options) {
  return adapter.makeFolder(keyOf(folder), { recursive: true, ...(typeof options === 'number' ? { mode: options } : options) })
}

async function open(file, flags, mode) {
  const opened = await adapter.open(keyOf(file), flags, mode)
  if (opened === null) throw missing('open', file)
  return opened
}

module.exports = { ensureFolder, open }
