import { mkdirSync } from 'node:fs';
import { Tides, drawing, report, save } from './src/quay.js';

mkdirSync('data');
await save({ Calais: 7 });
console.log(await report(new Tides(), 'Calais'), await report({ heightOf: () => 3 }, 'Dover'));
console.log(drawing({ clear() {}, heightOf() {} }, 'Dover'));
