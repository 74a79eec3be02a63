import { mkdirSync } from 'node:fs';
import { save, show } from './src/board.js';

mkdirSync('data');
console.log(await show());
await save({ title: 'East' });
console.log(await show());
