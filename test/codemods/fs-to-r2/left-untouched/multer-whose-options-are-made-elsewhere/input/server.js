const express = require('express');
const fs = require('fs');
const multer = require('multer');
const path = require('path');

const options = { dest: 'data/scans' };
const upload = multer(options);
const app = express();

app.post('/scans', upload.single('scan'), (req, res) => {
  res.json({ id: req.file.filename });
});

app.get('/scans/:id', (req, res) => {
  res.type('png').send(fs.readFileSync(path.join('data/scans', path.basename(req.params.id))));
});

app.listen(3000);
