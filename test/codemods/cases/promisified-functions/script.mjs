import { mkdirSync } from 'node:fs';
import winds from './src/winds.js';

mkdirSync('data');
await winds.saveWinds([3, 5]);
console.log(await winds.loadWinds());
