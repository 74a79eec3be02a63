import { mkdirSync } from 'node:fs';
import { day, desk, names, save, text, total } from './src/fees.js';

mkdirSync('data');
await save('fees', { day: 3 });
console.log(await total(2), await total(2, { day: 5 }), await total(2, undefined), await day(), JSON.stringify(await names()), JSON.stringify(await names({}, 1)), await text('fees'), await desk.ask(), await desk.ask({ night: 1 }));
try { await total(2, null); } catch (error) { console.log(error.name); }
