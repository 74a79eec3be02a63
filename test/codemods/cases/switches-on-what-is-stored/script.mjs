import { mkdirSync } from 'node:fs';
import { kind, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
await save('c', {});
console.log(await kind('a'), await kind('b'), await kind('c'));
