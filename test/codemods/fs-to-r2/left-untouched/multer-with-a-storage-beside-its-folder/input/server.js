const express = require('express');
const fs = require('fs');
const multer = require('multer');
const path = require('path');

const upload = multer({ dest: 'data/scans', storage: multer.memoryStorage() });
const app = express();

app.post('/scans', upload.single('scan'), (req, res) => {
  fs.writeFileSync(path.join('data/scans', req.file.originalname), req.file.buffer);
  res.sendStatus(201);
});

app.get('/scans/:id', (req, res) => {
  res.type('png').send(fs.readFileSync(path.join('data/scans', path.basename(req.params.id))));
});

app.listen(3000);
