import { mkdirSync } from 'node:fs';
import { count, lines, save, title } from './src/board.js';

mkdirSync('data');
console.log(await count(1));
await save({ title: 'East', berths: ['a', 'b'] });
console.log(JSON.stringify(await lines()), await count(), await title());
