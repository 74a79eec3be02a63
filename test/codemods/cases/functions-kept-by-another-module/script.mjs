import { mkdirSync } from 'node:fs';
import { save } from './src/port.js';
import { first } from './src/table.js';

mkdirSync('data');
await save(['Ant']);
console.log(await first(), await first([() => 2]));
