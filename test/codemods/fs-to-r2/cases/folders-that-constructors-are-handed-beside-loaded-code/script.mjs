import { readdirSync } from 'node:fs';
import { arrive, charge, install, list, look, run } from './port.js';
await arrive('../ann.txt', 'from the sea');
await charge('ann', 12);
await install('tide.mjs', 'export default () => 3;');
console.log(await look('ann.txt'), await list(), await run('tide.mjs'), readdirSync('data').sort());
