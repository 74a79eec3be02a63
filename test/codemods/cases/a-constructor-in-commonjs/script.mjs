import { mkdirSync } from 'node:fs';
import office from './src/office.js';

mkdirSync('data');
await office.save('north', 'open');
console.log(await office.text('north'));
