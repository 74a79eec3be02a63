import { mkdirSync } from 'node:fs';
import { both, chain, either, first, missing, negate, pick, test, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await pick(true), await pick(false), await first(0), await first(1), await either(7), await either(0), await missing(0), await missing(null), await test(), await both(), await chain('a'), await negate());
await save('c', null);
console.log(await chain('c'));
