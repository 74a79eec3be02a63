import { mkdirSync, writeFileSync } from 'node:fs';
import { add } from './src/book.mjs';

mkdirSync('data');
writeFileSync('data/ledger.txt', 'first');
console.log(await add('second'), await add('third'));
