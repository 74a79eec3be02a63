import fs from 'node:fs/promises';
import path from 'node:path';
import express from 'express';
import multer from 'multer';

const app = express();
const receive = multer({ dest: 'uploads/incoming' });

app.post('/photos', receive.single('photo'), async (req, res) => {
  await fs.rename(req.file.path, path.join('uploads', 'kept', req.file.originalname));
  res.status(201).end();
});

app.get('/photos', async (req, res) => res.json(await fs.readdir('uploads/kept')));

app.listen(3000);
