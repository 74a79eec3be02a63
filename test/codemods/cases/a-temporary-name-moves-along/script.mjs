import { mkdirSync, readdirSync } from 'node:fs';
import { load, save } from './src/atomic.js';

mkdirSync('data');
await save({ a: 1 });
console.log(await load(), readdirSync('data'));
