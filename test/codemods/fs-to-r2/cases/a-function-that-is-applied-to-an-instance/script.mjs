import { mkdirSync } from 'node:fs';
import app from './src/app.js';

mkdirSync('data', { recursive: true });
const client = new app.Client();
for (const name of ['connect', 'shout', 'none']) {
  await client.line(name, 'quay');
  console.log(await client.current());
}
