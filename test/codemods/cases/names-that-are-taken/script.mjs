import { mkdirSync } from 'node:fs';
import { load, save } from './src/index.js';

mkdirSync('data');
await save('x');
console.log(await load());
