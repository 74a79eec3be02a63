import express from 'express';
import { addNote, clear, count } from './notes.js';

const app = express();

app.post('/notes', express.json(), async (req, res) => {
  res.status(201).json(await addNote(req.body.text));
});

app.delete('/notes', async (req, res) => {
  await clear();
  res.json(await count());
});

app.listen(3000);
