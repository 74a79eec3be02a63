import path from 'node:path';
import express from 'express';
import multer from 'multer';
import * as files from './storage/files.js';

const app = express();
const receive = multer({ storage: files.uploads({ destination: 'uploads/incoming' }) });

app.post('/photos', receive.single('photo'), async (req, res) => {
  await files.rename(req.file.path, path.join('uploads', 'kept', req.file.originalname));
  res.status(201).end();
});

app.get('/photos', async (req, res) => res.json(await files.list('uploads/kept')));

app.listen(3000);
