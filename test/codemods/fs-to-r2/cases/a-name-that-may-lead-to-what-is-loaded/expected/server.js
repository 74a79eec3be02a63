import fs from 'node:fs';
import path from 'node:path';
import express from 'express';
import { unpack } from 'unpacker';
import * as files from './storage/files.js';

const DATA = 'data';
const app = express();

// An archive may hold `plug-ins/tide.mjs`.
app.post('/restore', async (req, res) => {
  for (const entry of await unpack(req)) await files.put(path.join(DATA, entry.name), entry.bytes);
  res.end();
});
app.put('/ships', async (req, res) => {
  await files.put(path.join(DATA, 'ships'), JSON.stringify(req.body));
  res.end();
});
app.get('/ships', async (req, res) => res.json(JSON.parse(await files.get(path.join(DATA, 'ships'), 'utf8'))));
app.put('/plug-ins/:name', async (req, res) => {
  const file = path.join(DATA, 'plug-ins', `${req.params.name}.mjs`);
  fs.writeFileSync(file, req.query.code);
  res.json(await (await import(file)).default());
});
app.listen(3000);
