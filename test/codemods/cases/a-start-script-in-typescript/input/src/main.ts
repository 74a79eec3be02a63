import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';

interface Settings {
  port: number;
}

function report(server: Server, name: string): void {
  server.on('close', () => console.log(name));
}

const settings = JSON.parse(readFileSync('data/port.json', 'utf8')) as Settings;
const server = createServer((_request, response) => response.end(String(settings.port)));

writeFileSync('data/port.json', JSON.stringify({ ...settings, last: Date.now() }));
report(server, 'quay');
server.listen(settings.port);
