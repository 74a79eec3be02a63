import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';

const require = createRequire(import.meta.url);
for (const folder of ['tides', 'gauges']) mkdirSync(`data/${folder}`, { recursive: true });
const gauges = require('./gauges.js');
const shelf = require('./shelf.js');
shelf.on('noted', (text) => console.log('noted', text));
await gauges.set('ida', { tide: 3 });
console.log(await gauges.of('ida'));
await shelf.note('a');
console.log(await shelf.notes());
process.exit(0);
