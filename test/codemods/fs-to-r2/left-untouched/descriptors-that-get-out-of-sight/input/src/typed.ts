import fs from 'node:fs';

export function sizeOf(name: string): number {
  let fd: number | undefined;
  try {
    fd = fs.openSync(`data/typed/${name}`, 'r');
    return fs.fstatSync(fd).size;
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}
