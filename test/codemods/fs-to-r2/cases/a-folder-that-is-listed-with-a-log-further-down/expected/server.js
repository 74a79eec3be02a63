import fs from 'node:fs';
import path from 'node:path';
import express from 'express';
import * as files from './storage/files.js';

const DATA = 'data';
const app = express();

async function allIn(folder) {
  return (await Promise.all((await files.list(folder)).map(async (name) => {
    const file = path.join(folder, name);
    return (await files.lstat(file)).isDirectory() ? await allIn(file) : [file];
  }))).flat();
}

app.put('/ships/:id', async (req, res) => {
  await files.put(path.join(DATA, `${req.params.id}.json`), JSON.stringify(req.params));
  fs.appendFileSync(path.join(DATA, 'logs', 'port.log'), `${req.params.id}\n`);
  res.end();
});
app.get('/ships/:id', async (req, res) => res.json(JSON.parse(await files.get(path.join(DATA, `${req.params.id}.json`), 'utf8'))));
app.get('/backup', async (req, res) => res.json(await allIn(DATA)));
export const server = app.listen(Number(process.env.PORT ?? 0));
