import { mkdirSync } from 'node:fs';
import { both, save, upper } from './src/quay.js';

mkdirSync('data');
await save('tides', 'high');
await save('moons', 'full');
console.log(await upper('tides'), await both('tides', 'moons'));
