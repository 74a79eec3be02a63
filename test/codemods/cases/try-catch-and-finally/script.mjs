import { mkdirSync } from 'node:fs';
import { careful, closes, safe, seen, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await careful('a'), await careful('none'), await safe('none'), await safe('b'));
try { await closes('none'); } catch (error) { console.log(error.code); }
console.log(seen());
