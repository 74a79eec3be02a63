import { readFileSync, writeFileSync } from 'node:fs';
import { lightAll, lightSome } from './src/buoys.js';

writeFileSync('lamps.json', '[]');
await lightAll(['red', 'green']);
await lightSome(['white', '']);
console.log(readFileSync('lamps.json', 'utf8'));
