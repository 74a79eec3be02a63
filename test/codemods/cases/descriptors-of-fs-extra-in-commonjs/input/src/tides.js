const fs = require('fs-extra')
const path = require('path')

const fileOf = (station) => path.join('data', 'tides', station + '.txt')

// The lines at the front that begin with a sign.
function signsOf (station) {
  const fd = fs.openSync(fileOf(station), 'r')
  const size = fs.fstatSync(fd).size
  const buffer = Buffer.alloc(4)
  let read = 0
  let text = ''
  while (read < size) {
    const count = fs.readSync(fd, buffer, 0, buffer.length, read)
    read += count
    text += buffer.toString('latin1', 0, count)
  }
  fs.closeSync(fd)
  return text.split('\n').filter((line) => line.startsWith('#'))
}

async function first (station) {
  let fd = null
  try {
    fd = await fs.open(fileOf(station), 'r')
    const { bytesRead, buffer } = await fs.read(fd, Buffer.alloc(3), 0, 3, null)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    if (fd) await fs.close(fd)
  }
}

async function store (station, lines) {
  await fs.ensureDir(path.dirname(fileOf(station)))
  const fd = await fs.open(fileOf(station), 'w')
  for (const line of lines) await fs.write(fd, line + '\n')
  await fs.fsync(fd)
  await fs.close(fd)
}

module.exports = { signsOf, first, store }
