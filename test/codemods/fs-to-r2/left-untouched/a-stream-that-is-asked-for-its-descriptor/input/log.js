import fs from 'node:fs';

export const save = (name, text) => new Promise((resolve, reject) => {
  const stream = fs.createWriteStream(`data/tides/${name}.txt`);
  stream.on('open', (fd) => {
    stream.write(text, () => fs.fchmod(fd, 0o600, () => stream.end(resolve)));
  });
  stream.on('error', reject);
});
export const load = (name) => fs.promises.readFile(`data/tides/${name}.txt`, 'utf8');
