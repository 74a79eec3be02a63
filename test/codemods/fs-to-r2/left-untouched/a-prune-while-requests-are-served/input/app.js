import fs from 'node:fs';
import express from 'express';

const load = () => JSON.parse(fs.readFileSync('data/notes.json', 'utf8'));
const save = (notes) => fs.writeFileSync('data/notes.json', JSON.stringify(notes));

function prune() {
  try {
    const notes = load();
    notes.pop();
    save(notes);
  } catch {
    console.log('nothing to prune');
  }
}

const app = express();
app.put('/notes', express.json(), (req, res) => {
  save(req.body);
  res.json(load());
});
app.listen(3000, () => prune());
