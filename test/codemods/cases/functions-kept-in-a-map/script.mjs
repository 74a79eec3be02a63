import { mkdirSync } from 'node:fs';
import { all, isEmpty, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await isEmpty('north'), await isEmpty('south'), await isEmpty('none'), await isEmpty('west'), await all());
