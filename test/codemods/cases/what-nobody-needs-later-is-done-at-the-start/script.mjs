import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

mkdirSync('data');
for (let i = 0; i < 3; i++) spawnSync(process.execPath, ['count.js']);
console.log(readFileSync('data/count.json', 'utf8'));
