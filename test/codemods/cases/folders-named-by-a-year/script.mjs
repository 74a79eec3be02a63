import { mkdirSync, readFileSync } from 'node:fs';
import * as before from './before.js';
import * as now from './now.js';

for (const place of ['2023', '2024']) mkdirSync(place, { recursive: true });
await Promise.all([before.save('[1]'), now.save('[2]')]);
console.log(await before.load(), await now.load(), ['2023', '2024'].map((place) => readFileSync(`${place}/ships.json`, 'utf8')));
