import fs from 'node:fs';
import harbour from './lib/index.js';

await harbour.init({ userDir: './some/../place' });
console.log(await harbour.berths(), await harbour.moor('north', 'Elbe'), await harbour.moor('south', 'Weser'));
console.log(await harbour.berths(), fs.readFileSync('place/berths.json', 'utf8'));
