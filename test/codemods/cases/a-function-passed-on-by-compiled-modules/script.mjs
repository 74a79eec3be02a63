import { mkdirSync } from 'node:fs';
import app from './src/app.js';

mkdirSync('data');
console.log(await app.play());
