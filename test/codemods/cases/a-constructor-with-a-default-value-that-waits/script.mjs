import { mkdirSync } from 'node:fs';
import { save, size } from './src/crew.js';

mkdirSync('data');
await save(['Ada', 'Bo']);
console.log(await size(), await size([1]), await size(undefined));
