import { mkdirSync } from 'node:fs';
import { bySize, byTitle, largestFirst, save } from './src/berths.js';

mkdirSync('data');
await save('a', 'zzz');
await save('b', 'y');
await save('c', 'xx');
console.log(await bySize(), await largestFirst(), await byTitle(['a', 'b', 'c']));
