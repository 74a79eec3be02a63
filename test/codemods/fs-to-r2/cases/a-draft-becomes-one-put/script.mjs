import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { Berths, load, save } from './src/logbook.js';
import * as crew from './src/watched.js';

mkdirSync('data');
await save([{ at: 'Kiel' }]);
console.log(await load(), readdirSync('data'));
const berths = new Berths();
await berths.save('four');
console.log(await berths.load());
await crew.save('Ada');
await crew.saveSlowly('Bo', (draft) => console.log(draft));
console.log(await crew.load(), await crew.saveAs('pilots', 'Cy'), readFileSync('data/pilots.json', 'utf8'), readdirSync('data'));
// Two that share the name of a draft do not get into each other's way.
await Promise.all(['Ystad', 'Gdynia', 'Turku'].map((at) => save([{ at }])));
console.log(await load(), readdirSync('data'));
