import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { Berths, load, save } from './src/logbook.js';

mkdirSync('data');
await save([{ at: 'Kiel' }]);
console.log(await load(), readdirSync('data'));
const berths = new Berths();
await berths.save('four');
console.log(await berths.load());
// Two that share the name of a draft do not get into each other's way.
await Promise.all(['Ystad', 'Gdynia', 'Turku'].map((at) => save([{ at }])));
console.log(await load(), readdirSync('data'));
