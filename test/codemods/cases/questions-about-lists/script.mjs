import { mkdirSync } from 'node:fs';
import { anyValid, grant, questions } from './src/permits.js';

mkdirSync('data');
const ships = [{ id: 1 }, { id: 2 }, { id: 3 }];
await grant(ships[0], 'expired');
await grant(ships[1], 'valid');
await grant(ships[2], 'valid');
console.log(JSON.stringify(await questions(ships)));
console.log(await anyValid([...ships, { id: 4 }]));
try { await anyValid([{ id: 4 }]); } catch (error) { console.log(error.code); }
