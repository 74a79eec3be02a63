import { mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const express = require('express');
const { attach, save } = require('./src/pilots.js');

mkdirSync('data');
const app = express();
attach(app, { paths: ['/pilots', '/all'] });
app.use((error, req, res, next) => res.status(500).end(`${error.name} after ${req.url}`));
const server = app.listen(0);
await once(server, 'listening');
const ask = async (path) => {
  const answer = await fetch(`http://localhost:${server.address().port}${path}`);
  return `${answer.status} ${await answer.text()}`;
};
await save([]);
console.log(await ask('/pilots'));
await save([{ name: 'Tern' }]);
console.log(await ask('/pilots'), await ask('/all'), await ask('/pilots/0'), await ask('/pilots/1'));
server.close();
