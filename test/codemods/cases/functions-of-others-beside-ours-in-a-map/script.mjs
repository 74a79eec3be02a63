import { mkdirSync } from 'node:fs';
import { ask, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await ask('ships', 'north'), await ask('name', 'a/b'), await ask('host'));
