import { mkdirSync } from 'node:fs';

mkdirSync('data');
const { default: harbour } = await import('./src/harbour.js');
await harbour.dock(['Cutty Sark', 'Vasa']);
console.log(await harbour.count());
