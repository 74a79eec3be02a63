import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
mkdirSync('data/berths', { recursive: true });
writeFileSync('data/tides.json', '{}');
const Harbour = require('./harbour.js');
require('./berths.js')(Harbour);
const app = {};
require('./tides.js')(app);
await app.rise(3);
await app.rise(2);
console.log(await app.tides());
const harbour = new Harbour('ida');
await harbour.moor('finn');
console.log(await harbour.berths());
