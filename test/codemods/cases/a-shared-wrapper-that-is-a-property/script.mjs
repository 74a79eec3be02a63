import fs from 'node:fs';
fs.mkdirSync('data');
const { default: berths } = await import('./lib/berths.js');
await berths.save(berths.defaults());
console.log(await berths.load(), berths.defaults());
