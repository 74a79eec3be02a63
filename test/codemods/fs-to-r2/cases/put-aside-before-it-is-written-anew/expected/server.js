import express from 'express';
import path from 'node:path';
import * as files from './storage/files.js';

const app = express();
const fileOf = (id) => path.join('tides', `${id}.json`);

app.get('/tides/:id/next', async (req, res) => {
  const file = fileOf(req.params.id);
  await files.rename(file, `${file}.old`);
  await files.put(file, req.query.text);
  res.end();
});

app.get('/tides/:id', async (req, res) => res.end(await files.get(fileOf(req.params.id))));
app.get('/tides/:id/last', async (req, res) => res.end(await files.get(`${fileOf(req.params.id)}.old`)));
app.listen(8080);
