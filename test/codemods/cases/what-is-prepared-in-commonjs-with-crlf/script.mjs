import { mkdirSync, readFileSync } from 'node:fs';

mkdirSync('data');
const { default: tides } = await import('./tides.js');
console.log(await Promise.all([tides.read(), tides.read()]));
await tides.add({ port: 'Calais' });
console.log(await tides.read(), readFileSync('data/tides.json', 'utf8'));
