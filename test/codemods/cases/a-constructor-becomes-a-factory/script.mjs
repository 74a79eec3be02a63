import { mkdirSync } from 'node:fs';
import { both, count, isPort, open, save } from './src/office.js';

mkdirSync('data');
await save('north', [1, 2]);
await save('south', []);
console.log(await count('north'), await both('south', 'north'), isPort(await open('north')));
try { await count('nowhere'); } catch (error) { console.log(error.code); }
