import { mkdirSync } from 'node:fs';
import { twice } from './src/odd.js';

mkdirSync('data');
console.log(await twice({ x: 4 }));
