import fs from 'node:fs';

export function keep(left, right) {
  let fd = fs.openSync('data/left.txt', 'w');
  fs.writeSync(fd, left);
  fd = fs.openSync('data/right.txt', 'w');
  fs.writeSync(fd, right);
  fs.closeSync(fd);
}

export const shown = () => fs.readFileSync('data/left.txt', 'utf8') + fs.readFileSync('data/right.txt', 'utf8');
