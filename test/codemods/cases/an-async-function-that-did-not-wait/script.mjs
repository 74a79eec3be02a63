import { mkdirSync } from 'node:fs';
import { collect, main, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log((await main('a')).n, (await main('b')).n, await collect(['a', 'b']));
await main('none').catch((error) => console.log(error.code));
