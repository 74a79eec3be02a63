import http from 'node:http';
import { load, save } from './state.js';

http.createServer((request, response) => {
  if (request.method === 'PUT') save({ url: request.url });
  response.end(JSON.stringify(load()));
}).listen(8080);
