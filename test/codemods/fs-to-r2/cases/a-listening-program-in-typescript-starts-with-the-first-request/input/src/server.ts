import express from 'express';
import { promises as fs } from 'node:fs';

const app = express();
let title = '';

app.get('/title', (_request, response) => {
  response.json(title);
});

app.put('/title', async (_request, response) => {
  await fs.writeFile('data/title.txt', title);
  response.status(204).end();
});

async function start(): Promise<void> {
  title = await fs.readFile('data/title.txt', 'utf8');
  app.listen(8080);
}

void start();
