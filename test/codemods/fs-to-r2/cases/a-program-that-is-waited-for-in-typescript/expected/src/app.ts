import express from 'express';
import * as files from './storage/files.js';

const settingsFile = 'data/settings.json';

export async function createApp() {
  const settings = JSON.parse(await files.get(settingsFile, 'utf8')) as { title: string };
  const app = express();
  app.use(express.json());
  app.get('/title', (_request, response) => {
    response.json(settings.title);
  });
  app.put('/settings', async (request, response) => {
    await files.put(settingsFile, JSON.stringify(request.body));
    response.status(204).end();
  });
  return app;
}
