import { createServer } from 'node:http';
import { mine } from './worker-entry.js';
import { load, save } from './dock.js';

const server = createServer(async (request, response) => {
  if (request.method === 'PUT') await save(`${mine} ${request.url ?? ''}`);
  response.end(await load());
});

server.listen(4100);
