import { mkdirSync } from 'node:fs';
import { all, collected, lengths, write } from './src/logs.js';

mkdirSync('data');
await write('a', 'one');
await write('b', 'three');
console.log(await all(['a', 'b']), JSON.stringify(await lengths(['a', 'b'])), await collected(['b']));
