import fs from 'node:fs';
import path from 'node:path';
import express from 'express';
import * as files from './storage/files.js';

export function serve(settings) {
  const app = express();
  const ofShip = (id) => path.join(settings.folder, 'ships', `${id}.json`);
  app.put('/ships/:id', async (req, res) => {
    await files.makeFolder(path.join(settings.folder, 'ships'), { recursive: true });
    await files.put(ofShip(req.params.id), `"${req.params.id}"`);
    res.end();
  });
  app.get('/ships/:id', async (req, res) => res.send(await files.get(ofShip(req.params.id), 'utf8')));
  app.put('/log', (req, res) => {
    fs.appendFileSync(path.join(settings.folder, 'port.log'), 'in\n');
    res.end();
  });
  app.get('/log', (req, res) => res.send(fs.readFileSync(path.join(settings.folder, 'port.log'), 'utf8')));
  app.get('/backup', (req, res) => res.json(fs.readdirSync(settings.folder).filter((name) => name !== '.npmrc')));
  return app.listen(settings.port);
}
