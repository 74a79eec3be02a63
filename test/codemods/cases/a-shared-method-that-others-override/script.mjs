import { mkdirSync } from 'node:fs';
import { fees, setFees, setVisits, visits } from './src/app.js';
import { Strict } from './src/store.js';

mkdirSync('data', { recursive: true });
await setFees({ quay: 3 });
await setVisits([1, 2]);
console.log(await fees(), await visits(), Object.isFrozen(await new Strict().read('data/fees.json')));
