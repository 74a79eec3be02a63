import { mkdirSync } from 'node:fs';
import port from './lib/port.js';

mkdirSync('data');
const north = await port.open('north');
console.log(north.ships, north.given, port.isStore(north), Object.keys(north));
await north.add('Ann');
await north.add('Bob');
const again = await port.open('north', { reversed: true });
console.log(again.first(), again.given, await port.ships('north'), await port.firsts(['north', 'south']));
console.log(Object.getPrototypeOf(again) === Object.getPrototypeOf(north), again.constructor.name);
