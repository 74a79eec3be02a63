import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

mkdirSync('data');
writeFileSync('data/boats.json', '[{"name":"Heron","number":1}]');
const { add, all, described } = await import('./src/boats.js');
await add('Tern');
console.log(await all(), await described(['Heron', 'Tern']), readFileSync('data/boats.json', 'utf8'));
