import express from 'express';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as files from './storage/files.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'));
const LOG = path.join(process.env.HOME, '.harbour', 'log.json');

const app = express();
app.use(express.json());
app.use('/help', express.static(path.join(here, '../help')));

app.get('/log', async (req, res) => {
  res.json({ version, ...JSON.parse(await files.get(LOG, 'utf8')) });
});

app.put('/log', async (req, res) => {
  await files.put(LOG, JSON.stringify(req.body));
  res.status(204).end();
});

async function start() {
  await files.makeFolder(path.dirname(LOG), { recursive: true });
  try {
    await files.get(LOG);
  } catch {
    await files.put(LOG, '{"ships":0}');
  }
  app.listen(3846);
}

start();
