import fs from 'node:fs';
import path from 'node:path';
import express from 'express';

const DATA = 'data';
const app = express();

function allIn(folder) {
  return fs.readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return fs.lstatSync(file).isDirectory() ? allIn(file) : [file];
  });
}

app.put('/ships/:id', (req, res) => {
  fs.writeFileSync(path.join(DATA, `${req.params.id}.json`), JSON.stringify(req.params));
  fs.appendFileSync(path.join(DATA, 'logs', 'port.log'), `${req.params.id}\n`);
  res.end();
});
app.get('/ships/:id', (req, res) => res.json(JSON.parse(fs.readFileSync(path.join(DATA, `${req.params.id}.json`), 'utf8'))));
app.get('/backup', (req, res) => res.json(allIn(DATA)));
export const server = app.listen(Number(process.env.PORT ?? 0));
