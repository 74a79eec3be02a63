import fs from 'node:fs';
import { add, list, remove } from './src/guests.js';

fs.mkdirSync('data');
console.log(await remove('Ada'), await list());
const counts = await Promise.all(['Ada', 'Grace', 'Edith'].map(add));
console.log(counts, await list(), await remove('Grace'), await remove('Grace'), await list());
