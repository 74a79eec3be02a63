import { mkdirSync } from 'node:fs';
import { serve } from './server.js';

mkdirSync('papers', { recursive: true });
const server = serve({ folder: 'papers', port: 0 });
const at = `http://127.0.0.1:${server.address().port}`;
await fetch(`${at}/ships/ida`, { method: 'PUT' });
await fetch(`${at}/log`, { method: 'PUT' });
for (const where of ['ships/ida', 'log', 'backup']) console.log(await (await fetch(`${at}/${where}`)).text());
server.close();
