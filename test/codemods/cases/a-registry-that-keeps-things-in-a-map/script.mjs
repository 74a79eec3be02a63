import { mkdirSync } from 'node:fs';
import { registry, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await registry.run('list', 'north'), await registry.run('help'), await registry.run('sail'), await registry.every());
