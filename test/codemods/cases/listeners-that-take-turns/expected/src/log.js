import http from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as documents from './storage/documents.js';

// An event is over before a listener is that waits for storage: these take turns, in the order of their events.
const inTurn = (() => {
  let last = null;
  let waiting = 0;
  return (listener, isWaitedFor = true) => function (...given) {
    const before = waiting++ > 0 ? last : null;
    const turn = async () => {
      if (before) await before;
      const done = listener.apply(this, given);
      if (isWaitedFor) await done;
    };
    last = new Promise((done) => {
      turn().finally(() => {
        waiting--;
        done();
      });
    });
  };
})();

// Each line goes behind those that are there; the last one is answered.
export function record(input, done) {
  const lines = createInterface({ input });
  lines.on('line', inTurn(async (line) => {
    const known = (await documents.getOrNone('data/arrivals.txt', 'utf8')) ?? '';
    await documents.put('data/arrivals.txt', `${known}${line}\n`);
  }));
  lines.on('close', inTurn(done, false));
}

const answer = async (boat) => `${boat} lies at ${await documents.get(`data/${boat}.txt`, 'utf8')}\n`;

export const server = http.createServer((request, response) => {
  const asked = [];
  const onData = inTurn(async (boat) => {
    response.write(await answer(String(boat)));
    asked.push(String(boat));
  });
  request.on('data', onData);
  request.on('end', inTurn(async () => {
    request.off('data', onData);
    await new Promise((done) => record(Readable.from(asked.map((boat) => `${boat} again\n`)), done));
    response.end(`${asked.length} asked\n`);
  }, false));
});

export async function moor(boat, berth) {
  await documents.put(`data/${boat}.txt`, berth);
}
