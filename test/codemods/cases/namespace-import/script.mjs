import { mkdirSync } from 'node:fs';
import { entries, replace } from './src/log-book.js';

mkdirSync('data');
try { await entries(); } catch (error) { console.log(error.code, error.message); }
await replace(['cast off']);
console.log(await entries());
