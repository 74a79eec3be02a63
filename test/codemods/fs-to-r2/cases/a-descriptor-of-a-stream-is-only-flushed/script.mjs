import fs from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
const flows = createRequire(import.meta.url)('./src/flows.js');
fs.mkdirSync('data/flows', { recursive: true });
await flows.save('one', '[1]');
console.log(await flows.load('one'), fs.readdirSync('data/flows'));
await promisify(flows.list)('one', ['a', 'b']);
console.log(fs.readFileSync('data/flows/one.json.list', 'utf8'));
