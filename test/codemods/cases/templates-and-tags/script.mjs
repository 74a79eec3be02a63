import { mkdirSync } from 'node:fs';
import { raw, tagged, text, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await text('a'), await tagged('b'), await raw('a'));
