import express from 'express';
import path from 'node:path';
import * as files from './storage/files.js';

const FOLDER = path.resolve('data', 'charts');
const chart = (name) => path.join(FOLDER, `${name}.svg`);

const app = express();
app.use(express.text({ type: '*/*' }));

app.put('/charts/:name', async (req, res) => {
  await files.put(chart(req.params.name), req.body);
  res.status(204).end();
});

app.get('/charts/:name', async (req, res) => {
  if (!(await files.has(chart(req.params.name)))) return files.send(res.status(404), chart('unknown'));
  files.send(res, chart(req.params.name), { maxAge: '1h' });
});

app.get('/charts/:name/download', (req, res, next) => {
  files.download(res, chart(req.params.name), `${req.params.name} of today.svg`, (error) => {
    if (error && !res.headersSent) next(error);
  });
});

app.use('/all', files.serve(FOLDER, { index: false, extensions: ['svg'] }));

app.use((error, req, res, next) => {
  res.status(error.status ?? 500).json({ code: error.code });
});

app.listen(3000);
