import { mkdirSync } from 'node:fs';
import { again, begin, putShips } from './src/app.js';

mkdirSync('data', { recursive: true });
console.log(await begin({ folder: 'data' }));
await putShips(['Ida']);
console.log(await again(), await begin({ folder: 'data' }));
