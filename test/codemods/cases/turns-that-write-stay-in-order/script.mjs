import { mkdirSync, readFileSync } from 'node:fs';
import { enterAll, enterInto, reset } from './src/register.js';

mkdirSync('data');
await reset();
console.log(await enterAll(['Ada', 'Bea']));
console.log(JSON.stringify(await enterInto(['Cas', 'Dot'])));
console.log(readFileSync('data/register.json', 'utf8'));
