import { createServer, type Server } from 'node:http';
import * as documents from './storage/documents.js';

interface Settings {
  port: number;
}

function report(server: Server, name: string): void {
  server.on('close', () => console.log(name));
}

async function main(): Promise<void> {
  const settings = JSON.parse(await documents.get('data/port.json', 'utf8')) as Settings;
  const server = createServer((_request, response) => response.end(String(settings.port)));

  await documents.put('data/port.json', JSON.stringify({ ...settings, last: Date.now() }));
  report(server, 'quay');
  server.listen(settings.port);
}

main().catch((error: unknown) => {
  // Uncaught, as it was while nothing had to be waited for.
  process.nextTick(() => { throw error; });
});
