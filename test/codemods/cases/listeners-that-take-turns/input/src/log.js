import fs from 'node:fs';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

// Each line goes behind those that are there; the last one is answered.
export function record(input, done) {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    const known = fs.existsSync('data/arrivals.txt') ? fs.readFileSync('data/arrivals.txt', 'utf8') : '';
    fs.writeFileSync('data/arrivals.txt', `${known}${line}\n`);
  });
  lines.on('close', done);
}

const answer = (boat) => `${boat} lies at ${fs.readFileSync(`data/${boat}.txt`, 'utf8')}\n`;

export const server = http.createServer((request, response) => {
  const asked = [];
  const onData = (boat) => {
    response.write(answer(String(boat)));
    asked.push(String(boat));
  };
  request.on('data', onData);
  request.on('end', async () => {
    request.off('data', onData);
    await new Promise((done) => record(Readable.from(asked.map((boat) => `${boat} again\n`)), done));
    response.end(`${asked.length} asked\n`);
  });
});

export function moor(boat, berth) {
  fs.writeFileSync(`data/${boat}.txt`, berth);
}
