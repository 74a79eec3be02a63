import { mkdirSync } from 'node:fs';

mkdirSync('data/logs', { recursive: true });
const { server } = await import('./server.js');
const at = `http://127.0.0.1:${server.address().port}`;
await fetch(`${at}/ships/ida`, { method: 'PUT' });
for (const where of ['ships/ida', 'backup']) console.log(await (await fetch(`${at}/${where}`)).text());
server.close();
