import { mkdirSync } from 'node:fs';
import { Quay, add, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await new Quay().lengths());
await add();
console.log(await new Quay().lengths());
