import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

for (const args of [['Astra'], ['Borea', 'show']]) {
  console.log(spawnSync(process.execPath, ['server.js', ...args], { encoding: 'utf8', input: '' }).stdout, readFileSync('data/started.json', 'utf8'));
}
