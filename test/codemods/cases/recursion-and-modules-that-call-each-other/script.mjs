import { mkdirSync } from 'node:fs';
import { depth, save, walk } from './src/tree.js';

mkdirSync('data');
await save('a', { name: 'A', child: 'b' });
await save('b', { name: 'B' });
console.log(await depth('a'), await walk('a'));
