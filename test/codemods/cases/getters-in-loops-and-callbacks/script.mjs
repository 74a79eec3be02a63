import { mkdirSync } from 'node:fs';
import { add, show, start } from './src/quay.js';

mkdirSync('data');
await start();
console.log(JSON.stringify(await show('east')));
console.log(await add('west', 'barge'), JSON.stringify(await show('west')));
