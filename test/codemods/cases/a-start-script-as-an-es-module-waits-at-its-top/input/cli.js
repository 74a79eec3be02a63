#!/usr/bin/env node
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { list: { type: 'boolean' }, add: { type: 'string' } } });
const FILE = 'data/boats.json';

function save(list) {
  writeFileSync(FILE, JSON.stringify(list));
}

if (!existsSync(FILE)) {
  mkdirSync('data', { recursive: true });
  save([]);
  console.log('new');
}

const boats = JSON.parse(readFileSync(FILE, 'utf8'));

if (values.list) {
  console.log(boats.join());
  process.exit(boats.length);
}

if (values.add) save([...boats, values.add]);
console.log(boats.length);

export { boats };
