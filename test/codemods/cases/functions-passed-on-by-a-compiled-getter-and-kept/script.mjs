import { mkdirSync } from 'node:fs';
import { play } from './src/app.js';

mkdirSync('data');
await play('put');
console.log(await play('take'));
