import { mkdirSync } from 'node:fs';
import { add, save } from './src/totals.js';

mkdirSync('data');
await save('a', 2);
await save('b', 4);
console.log(JSON.stringify([await add('a'), await add('b')]));
