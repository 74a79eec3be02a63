import { mkdirSync } from 'node:fs';
import quay from './src/quay.js';

mkdirSync('data');
await quay.save(['neap', 'spring']);
console.log(await quay.longest('tides'), await quay.longest('none'));
