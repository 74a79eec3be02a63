import { mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { discard, load, save } from './port.js';

mkdirSync('data', { recursive: true });
await save('{"berths":3}');
console.log(await load());
await discard();
console.log(readFileSync(path.join(os.tmpdir(), 'port.json'), 'utf8'));
console.log(await load().catch((error) => error.code), await discard().catch((error) => error.code));
