import fs from 'node:fs';
fs.mkdirSync('data');
const port = await import('./src/port.js');
console.log(await port.load(), port.original());
await port.take('{"berths":4}');
console.log(await port.load(), await port.size(), fs.readdirSync('data'));
