const path = require('path')
const documents = require('./storage/documents')

const fileOf = (station) => path.join('data', 'tides', station + '.txt')

// The lines at the front that begin with a sign.
async function signsOf (station) {
  const fd = await documents.open(fileOf(station), 'r')
  const size = (await fd.stat()).size
  const buffer = Buffer.alloc(4)
  let read = 0
  let text = ''
  while (read < size) {
    const count = (await fd.read(buffer, 0, buffer.length, read)).bytesRead
    read += count
    text += buffer.toString('latin1', 0, count)
  }
  await fd.close()
  return text.split('\n').filter((line) => line.startsWith('#'))
}

async function first (station) {
  let fd = null
  try {
    fd = await documents.open(fileOf(station), 'r')
    const { bytesRead, buffer } = await fd.read(Buffer.alloc(3), 0, 3, null)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    if (fd) await fd.close()
  }
}

async function store (station, lines) {
  await documents.ensureFolder(path.dirname(fileOf(station)))
  const fd = await documents.open(fileOf(station), 'w')
  for (const line of lines) await fd.write(line + '\n')
  await fd.sync()
  await fd.close()
}

module.exports = { signsOf, first, store }
