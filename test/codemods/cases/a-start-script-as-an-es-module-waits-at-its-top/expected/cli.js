#!/usr/bin/env node
import { parseArgs } from 'node:util';
import * as documents from './storage/documents.js';

const { values } = parseArgs({ options: { list: { type: 'boolean' }, add: { type: 'string' } } });
const FILE = 'data/boats.json';

async function save(list) {
  await documents.put(FILE, JSON.stringify(list));
}

if (!(await documents.has(FILE))) {
  documents.makeFolderSync('data', { recursive: true });
  await save([]);
  console.log('new');
}

const boats = JSON.parse(await documents.get(FILE, 'utf8'));

if (values.list) {
  console.log(boats.join());
  process.exit(boats.length);
}

if (values.add) await save([...boats, values.add]);
console.log(boats.length);

export { boats };
