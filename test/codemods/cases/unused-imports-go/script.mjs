import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
mkdirSync('data');
mkdirSync('charts');
const [berths, tides, ships, crews, pilots] = ['./src/berths.js', './src/tides.js', './dist/ships.js', './dist/crews.js', './dist/pilots.js'].map((file) => require(file));
await berths.save([1, 2]);
await berths.keep();
console.log(await berths.load(), berths.shown());
await tides.save('low\nhigh');
await ships.save(['Elke']);
await crews.save('Ada\nBo');
await pilots.save('Cy');
console.log(await tides.load(), tides.names(), tides.ask('typeof readFileSync'), await ships.load(), await crews.load(), await pilots.load(), readdirSync('data'));
