import express from 'express';
import { addNote, clear, count } from './notes.js';

const app = express();

app.post('/notes', express.json(), (req, res) => {
  res.status(201).json(addNote(req.body.text));
});

app.delete('/notes', (req, res) => {
  clear();
  res.json(count());
});

app.listen(3000);
