import { mkdirSync } from 'node:fs';
import pilot from './lib/pilot.js';

mkdirSync('data');
await pilot.save('on board');
console.log(await pilot.load());
