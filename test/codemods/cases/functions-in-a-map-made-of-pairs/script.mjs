import { mkdirSync } from 'node:fs';
import { ask, asked, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await ask('length', 'north'), await ask('first', 'north'), await ask('twice', 'north'), await asked('south'));
