import express from 'express';
import * as files from './storage/files.js';

const app = express();
let title = '';

app.get('/title', (_request, response) => {
  response.json(title);
});

app.put('/title', async (_request, response) => {
  await files.put('data/title.txt', title);
  response.status(204).end();
});

async function start(): Promise<void> {
  title = await files.get('data/title.txt', 'utf8');
  app.listen(8080);
}

void start();
