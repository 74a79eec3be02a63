import fs from 'node:fs';

for (const name of ['first', 'second']) fs.mkdirSync(name, { recursive: true });
const { load, save } = await import('./src/port.js');
await save('tide', 'high ');
console.log(await load('tide'), fs.readFileSync('first/tide.json', 'utf8'));
