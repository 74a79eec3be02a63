import { mkdirSync } from 'node:fs';
import { byName, store, total } from './src/cargo.js';

mkdirSync('data');
await store('tea', 3);
await store('rum', 4);
console.log(await total(['tea', 'rum', 'tea']), await byName(['tea', 'rum']));
