// Documents that outlive a request: data/*.eml.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const { Buffer } = require('node:buffer')
const path = require('node:path')
const adapter = require('#files-adapter')

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/')

// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall, file, dest) {
  const message = `ENOENT: no such file or directory, ${syscall} '${file}'${dest ? ` -> '${dest}'` : ''}`
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file }
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields)
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding)

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data)

// Looks for it and reads it at once: null where has would say no.
async function getOrNone(file, options) {
  const bytes = file ? await adapter.getOrNone(keyOf(file)) : null
  const encoding = encodingOf(options)
  return bytes !== null && encoding ? bytes.toString(encoding) : bytes
}

async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options))
}

async function remove(file, options) {
  const removed = await adapter.remove(keyOf(file))
  if (!removed && !options?.force) throw missing(options ? 'lstat' : 'unlink', file)
}

async function copy(from, to) {
  if (!(await adapter.copy(keyOf(from), keyOf(to)))) throw missing('copyfile', from, to)
}

async function stat(file) {
  const found = await adapter.stat(keyOf(file))
  if (found === null) throw missing('stat', file)
  return found
}

module.exports = { getOrNone, put, remove, copy, stat }
