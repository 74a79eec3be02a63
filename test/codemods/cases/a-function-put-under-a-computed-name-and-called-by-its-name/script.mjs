import { mkdirSync } from 'node:fs';
import { save } from './src/quay.js';
import { tour } from './src/tour.js';

mkdirSync('data');
for (const [i, name] of ['north', 'left'].entries()) await save(name, { n: i });
console.log(await tour());
