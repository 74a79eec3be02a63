import fs from 'node:fs';
import path from 'node:path';
import express from 'express';

export function serve(settings) {
  const app = express();
  const ofShip = (id) => path.join(settings.folder, 'ships', `${id}.json`);
  app.put('/ships/:id', (req, res) => {
    fs.mkdirSync(path.join(settings.folder, 'ships'), { recursive: true });
    fs.writeFileSync(ofShip(req.params.id), `"${req.params.id}"`);
    res.end();
  });
  app.get('/ships/:id', (req, res) => res.send(fs.readFileSync(ofShip(req.params.id), 'utf8')));
  app.put('/log', (req, res) => {
    fs.appendFileSync(path.join(settings.folder, 'port.log'), 'in\n');
    res.end();
  });
  app.get('/log', (req, res) => res.send(fs.readFileSync(path.join(settings.folder, 'port.log'), 'utf8')));
  app.get('/backup', (req, res) => res.json(fs.readdirSync(settings.folder).filter((name) => name !== '.npmrc')));
  return app.listen(settings.port);
}
