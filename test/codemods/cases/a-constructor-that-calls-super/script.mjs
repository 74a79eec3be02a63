import { mkdirSync } from 'node:fs';
import { marina } from './src/port.js';

mkdirSync('data');
const one = await marina();
console.log(one.describe());
await one.open();
console.log((await marina()).describe(), one.listenerCount('open'));
