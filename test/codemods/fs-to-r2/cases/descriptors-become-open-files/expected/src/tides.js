import path from 'node:path';
import * as files from './storage/files.js';

const fileOf = (station) => path.join('data', 'tides', `${station}.bin`);

/** The name in front of the measurements: its length in one byte, then its letters. */
export async function nameOf(station) {
  const fd = await files.open(fileOf(station), 'r');
  try {
    const size = (await fd.stat()).size;
    const letters = Buffer.alloc(size);
    let read = 0;
    while (read < 1 && read < size) read += (await fd.read(letters, 0, 1)).bytesRead;
    const length = letters[0] ?? 0;
    return (await fd.read(letters, 0, length)).bytesRead === length ? letters.toString('utf8', 0, length) : null;
  } finally {
    await fd.close();
  }
}

export async function store(station, name, heights) {
  let fd;
  try {
    fd = await files.open(fileOf(station), 'w');
    await fd.write(Buffer.from([Buffer.byteLength(name)]));
    const written = (await fd.write(name)).bytesWritten;
    for (const height of heights) await fd.write(Buffer.from([height]), 0, 1, null);
    await fd.sync();
    return written;
  } finally {
    if (fd !== undefined) await fd.close();
  }
}

/** True for the first who asks. */
export async function claim(station) {
  try {
    await (await files.open(`${fileOf(station)}.claimed`, 'wx')).close();
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

export async function correct(station, at, height) {
  const fd = await files.open(fileOf(station), 'r+');
  await fd.write(Buffer.from([height]), 0, 1, at);
  await fd.truncate(at + 1);
  await fd.close();
}

export async function load(station) {
  const fd = await files.open(fileOf(station));
  const bytes = await fd.readFile();
  await fd.close();
  return bytes.toString('hex');
}

export async function sizeOf(station) {
  const handle = await files.open(fileOf(station));
  const { size } = await handle.stat();
  await handle.close();
  return size;
}
