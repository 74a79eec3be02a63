// Documents that outlive a request: data/reports/**, data/reports/*.json.
// Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes
// are kept is the business of the adapter: package.json "imports" picks the disk, or R2 on Workers.
const { Buffer } = require('node:buffer')
const path = require('node:path')
const adapter = require('#files-adapter')

const keyOf = (file) => path.relative(adapter.folder, file).split(path.sep).join('/')

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding)

const bytesOf = (data, options) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data)

async function put(file, data, options) {
  await adapter.put(keyOf(file), bytesOf(data, options))
}

// response.sendFile, of a document.
function send(response, file, options, done) {
  adapter.send(keyOf, response, file, options, done)
}

// express.static, of the documents in a folder.
function serve(root, options) {
  return adapter.serve(keyOf, root, options)
}

module.exports = { put, send, serve }
