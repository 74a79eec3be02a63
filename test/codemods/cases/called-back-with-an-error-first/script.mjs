import { mkdirSync, writeFileSync } from 'node:fs';

mkdirSync('data');
mkdirSync('node_modules/ask-pilot', { recursive: true });
writeFileSync('node_modules/ask-pilot/index.js', "module.exports = (options, callback) => setTimeout(callback, 1, null, 'Tern');");
const { default: pilots } = await import('./src/pilots.js');
await pilots.save(['Tern']);
console.log(await new Promise((resolve) => pilots.choose(resolve)));
