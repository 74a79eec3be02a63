import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { postAll, postQuick, read } from './src/notices.js';

mkdirSync('data', { recursive: true });
console.log(await postAll([{ name: 'a', text: 'fair wind' }, { name: 'b', text: 'a storm comes' }]));
await postQuick([{ name: 'c' }]);
console.log(await read('a'));
for (const name of readdirSync('data').sort()) console.log(name, readFileSync(`data/${name}`, 'utf8'));
