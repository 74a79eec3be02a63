import { mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { moor, record, server } from './src/log.js';

mkdirSync('data');
await moor('heron', 'berth 4');
await moor('tern', 'berth 9');
await new Promise((done) => record(Readable.from(['Heron\nTern\n', 'Gull\nPetrel\n']), done));
console.log(readFileSync('data/arrivals.txt', 'utf8'));
server.listen(0);
await once(server, 'listening');
async function* boats() {
  for (const boat of ['heron', 'tern', 'heron']) {
    yield boat;
    await new Promise((done) => setTimeout(done, 30));
  }
}
const answer = await fetch(`http://localhost:${server.address().port}/`, { method: 'POST', body: Readable.from(boats()), duplex: 'half' });
console.log(await answer.text(), readFileSync('data/arrivals.txt', 'utf8'));
server.close();
