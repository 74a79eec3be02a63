import { createServer } from 'node:http';
import { mine } from './worker-entry.js';
import { load, save } from './dock.js';

const server = createServer((request, response) => {
  if (request.method === 'PUT') save(`${mine} ${request.url ?? ''}`);
  response.end(load());
});

server.listen(4100);
