import { mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const express = require('express');
const { attach, save } = require('./src/pilots.js');

mkdirSync('data');
const app = express();
app.settings.closed = () => false;
attach(app);
const server = app.listen(0);
await once(server, 'listening');
await save([{ name: 'Tern' }]);
const answer = await fetch(`http://localhost:${server.address().port}/pilots`);
console.log(answer.status, await answer.text());
server.close();
