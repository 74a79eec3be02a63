import fs from 'node:fs';
import path from 'node:path';

const fileOf = (station) => path.join('data', 'tides', `${station}.bin`);

/** The name in front of the measurements: its length in one byte, then its letters. */
export function nameOf(station) {
  const fd = fs.openSync(fileOf(station), 'r');
  try {
    const size = fs.fstatSync(fd).size;
    const letters = Buffer.alloc(size);
    let read = 0;
    while (read < 1 && read < size) read += fs.readSync(fd, letters, 0, 1);
    const length = letters[0] ?? 0;
    return fs.readSync(fd, letters, 0, length) === length ? letters.toString('utf8', 0, length) : null;
  } finally {
    fs.closeSync(fd);
  }
}

export function store(station, name, heights) {
  let fd;
  try {
    fd = fs.openSync(fileOf(station), 'w');
    fs.writeSync(fd, Buffer.from([Buffer.byteLength(name)]));
    const written = fs.writeSync(fd, name);
    heights.forEach((height) => fs.writeSync(fd, Buffer.from([height]), 0, 1, null));
    fs.fsyncSync(fd);
    return written;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

/** True for the first who asks. */
export function claim(station) {
  try {
    fs.closeSync(fs.openSync(`${fileOf(station)}.claimed`, 'wx'));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export function correct(station, at, height) {
  const fd = fs.openSync(fileOf(station), 'r+');
  fs.writeSync(fd, Buffer.from([height]), 0, 1, at);
  fs.ftruncateSync(fd, at + 1);
  fs.closeSync(fd);
}

export function load(station) {
  const fd = fs.openSync(fileOf(station));
  const bytes = fs.readFileSync(fd);
  fs.closeSync(fd);
  return bytes.toString('hex');
}

export async function sizeOf(station) {
  const handle = await fs.promises.open(fileOf(station));
  const { size } = await handle.stat();
  await handle.close();
  return size;
}
