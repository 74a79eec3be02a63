import { forgetTides, readTides, writeTides } from './src/tides.js';

console.log(await readTides());
await writeTides({ low: '04:12' });
console.log(await readTides());
await forgetTides();
try { await forgetTides(); } catch (error) { console.log(error.code, error.message, error.syscall, error.errno, error.path); }
