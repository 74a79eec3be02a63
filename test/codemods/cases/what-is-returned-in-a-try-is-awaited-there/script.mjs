import { mkdirSync } from 'node:fs';
import { load, loadOr, save } from './src/harbour.js';

mkdirSync('data');
console.log(await load(), await loadOr('none'));
await save('open');
console.log(await load(), await loadOr('none'));
