import { mkdirSync, readFileSync } from 'node:fs';
import { loadNorth, saveNorth } from './north.js';
import { loadSouth, saveSouth } from './south.js';
import { loadWest, saveWest } from './west.js';

const places = ['north', 'south', 'west'].map((name) => `harbours/${name}/data`);
for (const place of places) mkdirSync(place, { recursive: true });
await Promise.all([saveNorth('[1]'), saveSouth('[2]'), saveWest('[3]')]);
console.log(await loadNorth(), await loadSouth(), await loadWest(), places.map((place) => readFileSync(`${place}/ships.json`, 'utf8')));
