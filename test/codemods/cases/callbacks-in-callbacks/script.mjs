import { mkdirSync } from 'node:fs';
import { deep, pick, visit, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
const groups = [['a'], ['b', 'a']];
console.log(await deep(groups), await visit([['a', 'skip'], ['b']]), await pick(groups));
