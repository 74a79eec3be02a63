import { mkdirSync } from 'node:fs';
import { count, save, table } from './src/tides.js';

mkdirSync('data');
await save('a', 'high\nlow');
await save('b', 'low\nend\nhigh');
console.log(await count(['a', 'b']), await table.print('a'));
try { await count(['none']); } catch (error) { console.log(error.code); }
