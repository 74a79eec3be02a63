import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';

const app = express();

app.put('/port', (req, res) => {
  const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'));
  fs.writeFileSync('package.json', JSON.stringify({ ...manifest, port: req.query.port }));
  res.sendStatus(204);
});
app.put('/image', (req, res) => {
  const image = fs.existsSync('Dockerfile') ? fs.readFileSync('Dockerfile', 'utf8') : 'FROM node\n';
  fs.writeFileSync('Dockerfile', `${image}EXPOSE ${req.query.port}\n`);
  res.sendStatus(204);
});
app.put('/shell', (req, res) => {
  const file = path.join(os.homedir(), `.${req.query.shell}rc`);
  fs.writeFileSync(file, `${fs.readFileSync(file, 'utf8')}\nexport PORT=1\n`);
  res.sendStatus(204);
});
app.put('/rotation/:name', (req, res) => {
  const file = `/etc/logrotate.d/${req.params.name}`;
  if (!fs.existsSync(file)) fs.writeFileSync(file, 'daily\n');
  res.send(fs.readFileSync(file, 'utf8'));
});
app.put('/variables', (req, res) => {
  fs.writeFileSync('.env', fs.readFileSync('.env', 'utf8').replace('PORT=1', 'PORT=2'));
  res.sendStatus(204);
});
app.listen(3000);
