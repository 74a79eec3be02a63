import { mkdirSync } from 'node:fs';
import { entries, found, lists, names, question, total, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
const all = ['a', 'b'];
console.log(await names(all), await lists(all), await total(all), await found(all), await question(all), await entries());
try { await names(['none']); } catch (error) { console.log(error.code); }
