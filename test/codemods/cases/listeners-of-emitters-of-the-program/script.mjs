import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { schedule } from './src/lock.js';

mkdirSync('data');
schedule(['Heron', 'Tern', '', 'Gull']);
await setTimeout(250);
console.log(readFileSync('data/log.txt', 'utf8'), readFileSync('data/note.txt', 'utf8'));
