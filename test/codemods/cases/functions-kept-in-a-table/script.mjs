import { mkdirSync } from 'node:fs';
import { one, save } from './src/port.js';

mkdirSync('data');
await save(['Ant']);
console.log(await one('port'));
