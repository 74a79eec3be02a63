import { mkdirSync } from 'node:fs';
import { attach, counted, save } from './src/quay.js';

mkdirSync('data/berths', { recursive: true });
await save('north', ['Ant', 'Bee']);
await save('south', []);
console.log(await counted(attach({ side: 'north' })), await counted(attach({ side: 'south' })));
