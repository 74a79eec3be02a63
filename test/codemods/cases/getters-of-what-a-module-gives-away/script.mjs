import { mkdirSync } from 'node:fs';
import board from './src/board.js';

mkdirSync('data');
await board.save({ title: 'East', unit: 'm' });
await board.set(2);
console.log(await board.show());
