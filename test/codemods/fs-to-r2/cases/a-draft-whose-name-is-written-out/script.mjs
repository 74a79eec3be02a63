import { mkdirSync, readdirSync } from 'node:fs';
import { load, save, saveLast, saveSlowly } from './src/logbook.js';

mkdirSync('data');
await Promise.all(['Kiel', 'Gdynia', 'Turku'].map((at) => save('Ada', { at })));
await saveLast({ at: 'Ystad' });
// Each has a draft of its own.
await Promise.all(['Kiel', 'Gdynia', 'Turku'].map((at) => saveSlowly(at, { at })));
console.log(await load('Ada'), await load('last'), await load('Kiel'), await load('Turku'), readdirSync('data'));
