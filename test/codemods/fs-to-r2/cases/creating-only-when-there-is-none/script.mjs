import { mkdirSync } from 'node:fs';
import { book, ship } from './src/berths.js';

mkdirSync('data/berths', { recursive: true });
console.log(await book(1, 'Maria'), await book(1, 'Anna'), await book(2, 'Anna'));
console.log(await ship(1), await ship(2));
