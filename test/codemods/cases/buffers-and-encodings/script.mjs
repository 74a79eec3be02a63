import { mkdirSync } from 'node:fs';
import { keep, show } from './src/seals.js';

mkdirSync('seals');
await keep('red', Buffer.from([0, 255, 200, 65]));
console.log(await show('red'));
