import { mkdirSync, writeFileSync } from 'node:fs';
import { close, gates } from './src/locks.js';

mkdirSync('data');
writeFileSync('data/gates.json', '{}');
await close('west');
console.log(await gates());
