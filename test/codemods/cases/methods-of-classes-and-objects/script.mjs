import { mkdirSync } from 'node:fs';
import { desk } from './src/office.js';

mkdirSync('data');
console.log(await desk.tell('North'));
await desk.shut();
console.log(await desk.ask());
