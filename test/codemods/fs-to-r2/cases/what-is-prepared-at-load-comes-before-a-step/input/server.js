import fs from 'node:fs';
import express from 'express';

const FILE = 'data/notes.json';
if (!fs.existsSync('data')) fs.mkdirSync('data');
if (!fs.existsSync(FILE)) fs.writeFileSync(FILE, '[]');

const app = express();
const readNotes = () => JSON.parse(fs.readFileSync(FILE, 'utf8'));

app.get('/notes', (req, res) => {
  res.json(readNotes());
});

app.post('/notes', (req, res) => {
  const notes = readNotes();
  notes.push(req.body);
  fs.writeFileSync(FILE, JSON.stringify(notes));
  res.status(201).end();
});

app.listen(3000);
