import { mkdirSync } from 'node:fs';
import { drop, gone, isUp, lower, raise } from './src/flags.js';

mkdirSync('flags');
await raise('blue');
console.log(await isUp('blue'));
await lower('blue');
await drop('blue');
await gone('blue');
console.log(await isUp('blue'));
try { await lower('blue'); } catch (error) { console.log(error.code, error.syscall, error.message); }
