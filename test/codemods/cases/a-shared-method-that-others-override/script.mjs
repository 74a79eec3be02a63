import { mkdirSync, writeFileSync } from 'node:fs';
import { fees, setFees, visits } from './src/app.js';
import { Strict } from './src/store.js';

mkdirSync('data', { recursive: true });
writeFileSync('data/visits.json', '[1,2]');
await setFees({ quay: 3 });
console.log(await fees(), await visits(), Object.isFrozen(await new Strict().read('data/fees.json')));
