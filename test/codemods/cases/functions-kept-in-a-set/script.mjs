import { mkdirSync } from 'node:fs';
import { passes, save, tell } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await passes('north'), await passes('south'));
await tell('north', (answer) => console.log(answer));
