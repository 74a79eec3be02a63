import fs, { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync } from 'node:zlib';

const fileOf = (station) => path.join('data', 'tides', `${station}.gz`);

export async function store(station, source) {
  await fs.promises.mkdir(path.dirname(fileOf(station)), { recursive: true });
  await pipeline(source, createGzip(), fs.createWriteStream(fileOf(station)));
}

export async function load(station) {
  const pieces = [];
  for await (const piece of createReadStream(fileOf(station))) pieces.push(piece);
  return gunzipSync(Buffer.concat(pieces)).toString('utf8');
}

export function send(station, response) {
  const stream = fs.createReadStream(fileOf(station), { highWaterMark: 1024 });
  stream.on('error', (error) => response.fail(error.code));
  stream.on('open', () => stream.pipe(response));
}

export async function isZipped(station) {
  const handle = await fs.promises.open(fileOf(station), 'r');
  const magic = Buffer.alloc(2);
  await handle.read(magic, 0, 2, 0);
  await handle.close();
  return magic.toString('hex') === '1f8b';
}

export async function note(station, text) {
  const handle = await fs.promises.open(`${fileOf(station)}.txt`, 'w');
  await handle.writeFile(text);
  await handle.close();
}
