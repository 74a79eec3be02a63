import { mkdirSync } from 'node:fs';
import port from './dist/port.js';
import settings from './dist/settings.js';

mkdirSync('data', { recursive: true });
await settings.save({ berths: 3 });
console.log(await port.enlarge(2));
