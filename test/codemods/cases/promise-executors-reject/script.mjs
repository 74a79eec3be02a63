import { mkdirSync } from 'node:fs';
import { guarded, later, now, save, soon } from './src/later.js';

mkdirSync('data');
await save('a', { n: 1 });
await save('b', 0);
console.log(await later('a'), await soon('a'), await now('b'), await guarded('a'));
for (const wait of [() => later('b'), () => later('c'), () => soon('c'), () => now('c'), () => guarded('c')]) await wait().then(() => console.log('resolved'), (error) => console.log(error.code ?? error.message ?? error));
