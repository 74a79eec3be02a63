import { mkdirSync } from 'node:fs';
import { counted, list, put, ships, texts, unlike } from './port.js';

mkdirSync('data');
await put('a', 'Ann');
await put('b', 'Bob');
await put('c', 'Ann');
console.log(await list(['a', 'b', 'c']), await list(['c', 'b']), await unlike(['c', 'b', 'a']), await ships(['a', 'b']), await texts(['b']), await counted(['b', 'a']));
