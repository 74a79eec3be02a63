import { mkdirSync } from 'node:fs';
import { save, summary } from './src/weather.js';

mkdirSync('data');
await save({ wind: 3, unit: 'bft', storm: { name: 'Ada' }, tags: ['grey'] });
console.log(await summary());
await save({ wind: 9, unit: 'bft', storm: null, tags: [] });
console.log(await summary('kn'));
