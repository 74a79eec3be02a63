import express from 'express';
import fs from 'node:fs';
import path from 'node:path';

const app = express();
const fileOf = (id) => path.join('tides', `${id}.json`);

app.get('/tides/:id/next', (req, res) => {
  const file = fileOf(req.params.id);
  fs.renameSync(file, `${file}.old`);
  fs.writeFileSync(file, req.query.text);
  res.end();
});

app.get('/tides/:id', (req, res) => res.end(fs.readFileSync(fileOf(req.params.id))));
app.get('/tides/:id/last', (req, res) => res.end(fs.readFileSync(`${fileOf(req.params.id)}.old`)));
app.listen(8080);
