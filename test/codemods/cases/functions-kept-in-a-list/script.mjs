import { mkdirSync } from 'node:fs';
import { run, save } from './src/steps.js';

mkdirSync('data');
await save(['cast off', 'sail']);
console.log(await run());
