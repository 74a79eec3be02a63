import { mkdirSync } from 'node:fs';
import { note } from './src/quay.js';

mkdirSync('data');
const seen = [];
console.log(await note(seen), seen);
