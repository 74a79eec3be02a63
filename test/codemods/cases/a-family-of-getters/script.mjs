import { mkdirSync } from 'node:fs';
import { longest, rows, save } from './src/quay.js';

mkdirSync('data');
await save(['neap', 'spring']);
console.log(await longest('tides'), await longest('none'), await longest('doubled'), (await rows()).join(' '));
