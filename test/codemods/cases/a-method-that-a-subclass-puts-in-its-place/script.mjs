import { mkdirSync } from 'node:fs';
import { heading, longest, save } from './src/quay.js';

mkdirSync('data');
await save(['neap', 'spring']);
console.log(await longest('tides'), await longest('none'), await heading());
