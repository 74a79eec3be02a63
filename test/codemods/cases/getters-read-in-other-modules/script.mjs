import { mkdirSync } from 'node:fs';
import quay from './src/index.js';

mkdirSync('data');
await quay.set({ height: 3, at: '10:30' });
console.log(await quay.show(), JSON.stringify(await quay.high()));
await quay.set({ height: 1, at: '10:30' });
console.log(JSON.stringify(await quay.high()));
