import { mkdirSync } from 'node:fs';
import { Desk, refresh, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(JSON.stringify(await refresh('a')), (await new Desk().set('a')).get());
