import fs from 'node:fs';
import path from 'node:path';
import express from 'express';
import { PORTRAITS, scans, upload } from './upload.js';

const app = express();

app.post('/pilots/:pilot/portrait', upload.array('portrait', 2), (req, res) => {
  const kept = new Set(req.files.map((file) => file.filename));
  for (const name of req.files.length > 0 ? fs.readdirSync(req.files[0].destination) : []) {
    if (!kept.has(name)) fs.unlinkSync(path.join(PORTRAITS, req.params.pilot, name));
  }
  res.status(201).json(req.files.map((file) => ({ path: path.relative(PORTRAITS, file.path), size: file.size, name: file.originalname })));
});

app.post('/scans', scans.single('scan'), (req, res) => {
  const text = fs.readFileSync(req.file.path, 'utf8');
  const place = path.join(PORTRAITS, 'scans', req.file.originalname);
  fs.renameSync(req.file.path, place);
  res.json({ text, length: req.file.filename.length, kept: fs.existsSync(place), gone: !fs.existsSync(req.file.path) });
});

app.get('/pilots/:pilot/portrait', (req, res) => {
  const folder = path.join(PORTRAITS, req.params.pilot);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  if (names.length === 0) return res.sendStatus(404);
  res.sendFile(path.join(folder, names[0]));
});

app.use((error, req, res, next) => {
  res.status(error.code === 'LIMIT_FILE_SIZE' ? 413 : 500).json({ code: error.code, field: error.field });
});

app.listen(process.env.PORT || 3000);
