import { mkdirSync } from 'node:fs';
import { comma, drop, gone, inside, isList, kinds, power, thrown, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await kinds(), await inside(), await isList(), await power(), await drop('a'), await gone('a'), await comma());
try { await thrown(); } catch (value) { console.log(value); }
