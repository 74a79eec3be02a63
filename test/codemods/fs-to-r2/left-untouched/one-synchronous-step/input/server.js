import fs from 'node:fs';
import express from 'express';

const app = express();
const FILE = 'data/notes.json';
const audit = [];

app.post('/notes', express.json(), (req, res) => {
  const notes = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  audit.push(req.body);
  notes.push({ ...req.body, number: audit.length });
  fs.writeFileSync(FILE, JSON.stringify(notes));
  res.status(201).json(notes.length);
});

app.get('/notes', (req, res) => res.json(JSON.parse(fs.readFileSync(FILE, 'utf8'))));

app.listen(3000);
