import express from 'express';
import fs from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve('data', 'charts');
const chart = (name) => path.join(FOLDER, `${name}.svg`);

const app = express();
app.use(express.text({ type: '*/*' }));

app.put('/charts/:name', async (req, res) => {
  await fs.promises.writeFile(chart(req.params.name), req.body);
  res.status(204).end();
});

app.get('/charts/:name', (req, res) => {
  if (!fs.existsSync(chart(req.params.name))) return res.status(404).sendFile(chart('unknown'));
  res.sendFile(chart(req.params.name), { maxAge: '1h' });
});

app.get('/charts/:name/download', (req, res, next) => {
  res.download(chart(req.params.name), `${req.params.name} of today.svg`, (error) => {
    if (error && !res.headersSent) next(error);
  });
});

app.use('/all', express.static(FOLDER, { index: false, extensions: ['svg'] }));

app.use((error, req, res, next) => {
  res.status(error.status ?? 500).json({ code: error.code });
});

app.listen(3000);
