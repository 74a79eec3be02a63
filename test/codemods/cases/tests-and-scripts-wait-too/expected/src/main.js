import http from 'node:http';
import { load, save } from './state.js';

http.createServer(async (request, response) => {
  if (request.method === 'PUT') await save({ url: request.url });
  response.end(JSON.stringify(await load()));
}).listen(8080);
