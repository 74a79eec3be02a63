import { mkdirSync } from 'node:fs';
import board from './src/board.js';

mkdirSync('data');
await board.save(['neap', 'spring']);
console.log(await board.show());
