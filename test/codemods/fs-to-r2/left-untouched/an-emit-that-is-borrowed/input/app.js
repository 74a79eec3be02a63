import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import express from 'express';

class Bus extends EventEmitter {
  tell(...all) {
    this.emit.apply(this, all);
  }
}
const bus = new Bus();
bus.on('saved', (notes) => {
  fs.writeFileSync('data/notes.json', JSON.stringify(notes));
});

const app = express();
app.put('/notes', express.json(), (req, res) => {
  bus.tell('saved', req.body);
  res.json(JSON.parse(fs.readFileSync('data/notes.json', 'utf8')));
});
app.listen(3000);
