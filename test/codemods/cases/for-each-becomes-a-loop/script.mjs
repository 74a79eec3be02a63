import { mkdirSync, readdirSync } from 'node:fs';
import { postAll, read } from './src/notices.js';

mkdirSync('data');
console.log(await postAll([{ name: 'fog', text: 'slow' }, { name: 'calm', text: '' }, { name: 'storm', text: 'stay' }]));
for (const file of readdirSync('data')) console.log(file, await read(file.replace('.txt', '')));
