import path from 'node:path';
import express from 'express';
import { PORTRAITS, scans, upload } from './upload.js';
import * as fileStore from './storage/files.js';

const app = express();

app.post('/pilots/:pilot/portrait', upload.array('portrait', 2), async (req, res) => {
  const kept = new Set(req.files.map((file) => file.filename));
  for (const name of req.files.length > 0 ? await fileStore.list(req.files[0].destination) : []) {
    if (!kept.has(name)) await fileStore.remove(path.join(PORTRAITS, req.params.pilot, name));
  }
  res.status(201).json(req.files.map((file) => ({ path: path.relative(PORTRAITS, file.path), size: file.size, name: file.originalname })));
});

app.post('/scans', scans.single('scan'), async (req, res) => {
  return fileStore.atomically(async () => {
    const text = await fileStore.get(req.file.path, 'utf8');
    const place = path.join(PORTRAITS, 'scans', req.file.originalname);
    await fileStore.rename(req.file.path, place);
    res.json({ text, length: req.file.filename.length, kept: await fileStore.has(place), gone: !(await fileStore.has(req.file.path)) });
  });
});

app.get('/pilots/:pilot/portrait', async (req, res) => {
  const folder = path.join(PORTRAITS, req.params.pilot);
  const names = (await fileStore.has(folder)) ? await fileStore.list(folder) : [];
  if (names.length === 0) return res.sendStatus(404);
  fileStore.send(res, path.join(folder, names[0]));
});

app.use((error, req, res, next) => {
  res.status(error.code === 'LIMIT_FILE_SIZE' ? 413 : 500).json({ code: error.code, field: error.field });
});

app.listen(process.env.PORT || 3000);
