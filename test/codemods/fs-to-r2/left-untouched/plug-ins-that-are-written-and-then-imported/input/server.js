import fs from 'node:fs';
import path from 'node:path';
import express from 'express';

const FOLDER = 'data/plug-ins';
const app = express();
const placeOf = (name) => path.join(FOLDER, `${name}.mjs`);

async function load(file) {
  const copy = path.join(FOLDER, `${path.basename(file)}-${Date.now()}.mjs`);
  fs.copyFileSync(file, copy);
  return (await import(`file://${copy}`)).default;
}

app.put('/plug-ins/:name', async (req, res) => {
  fs.writeFileSync(placeOf(req.params.name), req.query.code);
  res.json(await (await load(placeOf(req.params.name)))());
});
app.get('/plug-ins/:name', (req, res) => res.send(fs.readFileSync(placeOf(req.params.name), 'utf8')));
app.listen(3000);
