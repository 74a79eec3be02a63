import fs from 'node:fs';

fs.mkdirSync('data');
const { load, names, save } = await import('./log.js');
await save('{}');
console.log(await load(), await names(), fs.readFileSync('data/log.json', 'utf8'));
