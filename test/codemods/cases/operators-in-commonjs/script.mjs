import { mkdirSync } from 'node:fs';
import quay from './src/quay.js';

const { each, pick, sum, save } = quay;

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await sum(), await pick('b'), await each(['a', 'b']));
