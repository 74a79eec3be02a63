import { mkdirSync } from 'node:fs';
import app from './src/app.js';

mkdirSync('data', { recursive: true });
const server = app.app.listen(0);
const at = `http://127.0.0.1:${server.address().port}`;
for (const name of ['ships', 'quays']) {
  await fetch(`${at}/${name}`, { method: 'PUT' });
  console.log(await (await fetch(`${at}/${name}`)).text());
}
server.close();
