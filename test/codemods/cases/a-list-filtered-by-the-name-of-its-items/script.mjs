import fs from 'node:fs';
fs.mkdirSync('data/tides', { recursive: true });
const tides = await import('./src/tides.js');
for (const name of ['a.old', 'b.new', 'c.old']) await tides.keep(name, name);
await new Promise((resolve) => tides.sweep((error) => resolve(console.log(error))));
console.log(await tides.names());
