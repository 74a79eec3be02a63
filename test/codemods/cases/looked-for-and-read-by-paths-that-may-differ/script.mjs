import fs from 'node:fs';
import * as charts from './src/charts.js';

fs.mkdirSync('data/charts', { recursive: true });
for (const name of ['a', 'b', '1', '2', '3', '4']) await charts.save(name, `chart ${name}`);
console.log(await charts.made(), await charts.other('a'), await charts.other('z'), await charts.hidden('a'), await charts.hidden('z'));
console.log(await charts.named(['a', 'z']), await charts.turned(), charts.turn(), await charts.turned(), await charts.given('a', () => 'latin1'), await charts.given('z', () => { throw new Error('asked'); }));
